// Uses a real server through an official client: each lists, calls, fails, hears progress and logs, cancels, reads, gets a
// prompt and answers a question, as far as the server offers it.
//
//   MODE ALIAS KIND PLACE…    'legacy', 'modern', 'auto' or 'old' (the newer client in its older mode); the server's prefix
//                             or '-'; what it is: 'sdk', 'proxied', 'java', 'everything', 'files' with FILES_HOME set; a URL or a command
//
// Prints one line of JSON at the end: {"feature": "" or what went wrong, …}.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, kind as kindOf } from './clients.mjs';
import { eventually, failure, tryAll } from './trying.mjs';

const [mode, alias, kind, ...place] = process.argv.slice(2);
const where = place.length === 1 ? place[0] : place;
const named = (name) => (alias === '-' ? name : `${alias}__${name}`);
const located = (uri) => (alias === '-' ? uri : `${alias}+${uri}`);
const home = process.env.FILES_HOME ?? '/root';
const handlers = {
  'roots/list': () => ({ roots: [{ uri: `file://${home}`, name: 'Root' }] }),
  'sampling/createMessage': () => ({ role: 'assistant', model: 'none', content: { type: 'text', text: 'Ada' } }),
  'elicitation/create': () => ({ action: 'accept', content: { name: 'Ada' } }),
};
const client = await connect(mode, where, { roots: {}, sampling: {}, elicitation: {} }, handlers);
const older = mode === 'legacy';
const modern = older ? false : client.getProtocolEra() === 'modern';
const rest = (options) => (older ? [undefined, options] : [options]);
const call = (name, given = {}, options = {}, more = {}) =>
  client.callTool({ name: named(name), arguments: given, ...more }, ...rest({ timeout: 120_000, ...options }));
const text = async (...given) => (await call(...given)).content[0].text;

const logged = async (action) => {
  const lines = [];
  client.setNotificationHandler(kindOf(mode, 'notifications/message'), ({ params }) => void lines.push(params));
  if (!modern) await client.setLoggingLevel('debug');
  await action(modern ? { _meta: { 'io.modelcontextprotocol/logLevel': 'debug' } } : {});
  await eventually('a log line', () => lines.length > 0);
  return lines;
};
// The clients, and the proxies that are made of them, hand on a notification a moment after they read it, and forget who
// wants progress as soon as they read the result: what comes in one piece with the result is lost on the way.
const progressed = async (name, given) => {
  const seen = [];
  for (let tries = 0; tries < 3 && seen.length === 0; tries++) {
    await call(name, given, { onprogress: ({ progress }) => void seen.push(progress) });
  }
  assert(seen.length > 0, 'no progress');
};

const sdk = {
  list: async () => assert((await client.listTools()).tools.some(({ name }) => name === named('echo'))),
  call: async () => assert.equal(await text('echo', { text: 'Grüße' }), 'Grüße'),
  'failing call': async () => assert.equal((await call('fail')).isError, true),
  progress: () => progressed('work'),
  log: async () => assert.equal((await logged((more) => call('work', {}, {}, more))).at(0).data, 'step 1'),
  cancel: async () => {
    const counts = async () => (await text('counts')).split(' ').map(Number);
    const [started, stopped] = await counts();
    const controller = new AbortController();
    const ended = failure(call('slow', {}, { signal: controller.signal }));
    await eventually('the call starts', async () => (await counts())[0] > started);
    controller.abort();
    await ended;
    await eventually('the server hears of it', async () => (await counts())[1] > stopped);
  },
  read: async () => {
    assert.equal((await client.readResource({ uri: located('peer://note') })).contents[0].text, 'A note');
  },
  prompt: async () => {
    const { messages } = await client.getPrompt({ name: named('hello'), arguments: { name: 'Ada' } });
    assert.equal(messages[0].content.text, 'Hello Ada');
  },
  question: async () => assert.equal(await text('ask'), 'You are Ada'),
  sampling: async () => assert.equal(await text('model'), 'The model says Ada'),
  roots: async () => assert.equal(await text('places'), `file://${home}`),
};

const everything = {
  list: async () => assert((await client.listTools()).tools.some(({ name }) => name === named('get-sum'))),
  call: async () => assert.match(await text('get-sum', { a: 2, b: 3 }), /5/),
  'failing call': async () => {
    const ended = await call('get-sum', { a: 'x' }).catch((error) => error);
    assert(ended.isError || ended.code, JSON.stringify(ended));
  },
  'structured content': async () => {
    assert.equal(typeof (await call('get-structured-content', { location: 'Chicago' })).structuredContent, 'object');
  },
  links: async () => {
    const links = (await call('get-resource-links', { count: 2 })).content.filter(
      ({ type }) => type === 'resource_link',
    );
    assert.equal(links.length, 2);
    assert.equal((await client.readResource({ uri: links[0].uri })).contents[0].uri, links[0].uri);
  },
  progress: () => progressed('trigger-long-running-operation', { duration: 0.3, steps: 3 }),
  read: async () => {
    const { resources } = await client.listResources();
    const { uri } = resources.find((resource) => resource.uri.startsWith(located('demo://')));
    assert((await client.readResource({ uri })).contents[0].text.length > 0);
  },
  prompt: async () => {
    const { messages } = await client.getPrompt({ name: named('args-prompt'), arguments: { city: 'Bern' } });
    assert.match(messages[0].content.text, /Bern/);
  },
  completion: async () => {
    const ref = { type: 'ref/prompt', name: named('completable-prompt') };
    const { completion } = await client.complete({ ref, argument: { name: 'department', value: '' } });
    assert(completion.values.length > 0);
  },
  subscription: async () => {
    const uri = located('demo://resource/dynamic/text/1');
    const told = [];
    client.setNotificationHandler(kindOf(mode, 'notifications/resources/updated'), ({ params }) => void told.push(params));
    if (!modern) await client.subscribeResource({ uri });
    const subscription = modern ? await client.listen({ resourceSubscriptions: [uri] }) : undefined;
    await call('toggle-subscriber-updates');
    await eventually('an update', () => told.some((each) => each.uri === uri));
    await call('toggle-subscriber-updates');
    await subscription?.close();
    if (!modern) await client.unsubscribeResource({ uri });
  },
  elicitation: async () => assert.match(JSON.stringify(await call('trigger-elicitation-request')), /Ada/),
  sampling: async () =>
    assert.match(JSON.stringify(await call('trigger-sampling-request', { prompt: 'Hi' })), /Ada/),
  roots: async () => assert.match(JSON.stringify(await call('get-roots-list')), new RegExp(`file://${home}`)),
};

const files = {
  list: async () => assert((await client.listTools()).tools.some(({ name }) => name === named('read_text_file'))),
  call: async () => {
    writeFileSync(join(home, 'there.txt'), 'What is written there');
    assert.equal(await text('read_text_file', { path: join(home, 'there.txt') }), 'What is written there');
  },
  'failing call': async () => assert.equal((await call('read_text_file', { path: '/etc/hostname' })).isError, true),
};

const without = (features, ...names) =>
  Object.fromEntries(Object.entries(features).filter(([name]) => !names.includes(name)));
// What mcp-proxy does not pass on: questions in any era, logs in the newer.
const proxied = without(sdk, 'question', 'sampling', 'roots', 'log');
// What the Java SDK does not let a tool see, and what the server written with it does not ask.
const java = without(sdk, 'cancel', 'sampling', 'roots');

await tryAll({ sdk, proxied, java, everything, files }[kind]);

// The revisions of the older era, as a client's and as a server's.

import assert from 'node:assert/strict';
import { eventually } from '../trying.mjs';
import { REVISIONS } from './context.mjs';


/** All tools; a hub that has just been started may learn of more while they are listed, and says so. */
async function all(session) {
  for (;;) {
    const tools = [];
    let page = {};
    do {
      const { result } = await session.request('tools/list', page.nextCursor ? { cursor: page.nextCursor } : {});
      page = result;
      if (!page) break;
      assert.deepEqual(Object.keys(page).filter((key) => /ttlMs|cacheScope|resultType/.test(key)), []);
      tools.push(...page.tools);
    } while (page.nextCursor);
    if (page) return tools;
  }
}

/** A client of this revision gets what its revision has, and nothing else. */
const client = (revision) => async ({ raw, named, located }) => {
  const since = (first) => revision >= first;
  const asked = [];
  const answers = {
    'sampling/createMessage': ({ params }) => {
      asked.push(params);
      return { role: 'assistant', model: 'none', content: { type: 'text', text: 'I' } };
    },
    'elicitation/create': ({ params }) => {
      asked.push(params);
      return { action: 'accept', content: { name: 'Ada' } };
    },
    'roots/list': () => ({ roots: [{ uri: 'file:///one' }] }),
  };
  const session = await raw(
    revision,
    { roots: {}, sampling: {}, ...(since('2025-06-18') ? { elicitation: {} } : {}) },
    answers,
  );
  assert.equal(session.opening.protocolVersion, revision);
  assert.equal('completions' in session.opening.capabilities, since('2025-03-26'));
  const result = async (method, params) => {
    const { result: given, error } = await session.request(method, params);
    assert(given, `${method}: ${error?.message}`);
    return given;
  };
  const call = (name, given = {}, _meta) => result('tools/call', { name: named(name), arguments: given, _meta });
  assert.deepEqual(await result('ping'), {});
  // One that was just started may not know the server yet.
  let tools = [];
  await eventually('the tools', async () => (tools = await all(session)).some(({ name }) => name === named('test_app')));
  const app = tools.find(({ name }) => name === named('test_app'));
  assert.equal('title' in app && '_meta' in app, since('2025-06-18'));
  assert.equal((await call('test_simple_text')).content[0].type, 'text');
  const [sound] = (await call('test_audio_content')).content;
  assert.equal(sound.type, since('2025-03-26') ? 'audio' : 'resource');
  const [link] = (await call('test_resource_link')).content;
  assert.equal(link.type, since('2025-06-18') ? 'resource_link' : 'text');
  const echoed = await call('test_echo', { n: 1 });
  assert.deepEqual(JSON.parse(echoed.content[0].text), { n: 1 });
  assert.equal('structuredContent' in echoed, since('2025-06-18'));
  await call('test_tool_with_progress', {}, { progressToken: 7 });
  await eventually('progress', () => session.told.some(({ method }) => method === 'notifications/progress'));
  const { params } = session.told.find(({ method }) => method === 'notifications/progress');
  assert.deepEqual([params.progressToken, 'message' in params], [7, since('2025-03-26')]);
  assert.equal((await call('test_sampling', { prompt: 'Who?' })).content[0].text, 'LLM response: I');
  assert.match((await call('test_input_required_result_list_roots')).content[0].text, /file:\/\/\/one/);
  const asking = { name: named('test_input_required_result_elicitation'), arguments: {} };
  const { result: greeting, error } = await session.request('tools/call', asking);
  if (since('2025-06-18')) assert.equal(greeting.content[0].text, 'Hello, Ada!');
  else assert(error || greeting.isError, JSON.stringify(greeting));
  const contents = await result('resources/read', { uri: located('test://static-text') });
  assert.match(contents.contents[0].text, /^This is the content/);
  assert.equal((await session.request('resources/read', { uri: located('test://nothing') })).error.code, -32002);
  await result('prompts/get', { name: named('test_simple_prompt') });
  await session.close();
};

/** A server of this revision is used as far as its revision goes. */
const server = (revision) => async (context) => {
  const older = context.older(revision);
  await older.listens();
  assert.equal(await older.text('test_revision'), revision);
  const { entries } = await older.listed('tools/list', 'tools');
  assert(entries.some(({ name }) => name === older.named('test_simple_text')));
  assert.equal(await older.text('test_simple_text'), 'This is a simple text response for testing.');
  const seen = [];
  await older.call('test_tool_with_progress', {}, { onprogress: ({ progress }) => void seen.push(progress) });
  assert(seen.length > 0, 'no progress');
  const { contents } = await older.client.readResource({ uri: older.located('test://static-text') });
  assert.match(contents[0].text, /^This is the content/);
  assert.equal(await older.text('test_sampling', { prompt: 'Hi' }), 'LLM response: You said: Hi');
  assert.match(await older.text('test_input_required_result_list_roots'), /^Found 2/);
  const elicited = await older.call('test_input_required_result_elicitation').catch((error) => error);
  if (revision < '2025-06-18') assert(elicited.isError || elicited.code, JSON.stringify(elicited));
  else assert.equal(elicited.content[0].text, 'Hello, name for What is your name?!');
  await older.heard('notifications/message', 3, async () => {
    if (!older.modern) await older.client.setLoggingLevel('info');
    await older.logged('test_tool_with_logging', 'info');
  });
  const prompt = await older.client.getPrompt({ name: older.named('test_simple_prompt') });
  assert.equal(prompt.messages.length, 1);
};

export const features = Object.fromEntries(
  REVISIONS.flatMap((revision) => [
    [`revision ${revision}: of the client`, client(revision)],
    [`revision ${revision}: of the server`, server(revision)],
  ]),
);

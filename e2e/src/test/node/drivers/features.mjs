// Tries everything a fixture offers through an official client of an era, and says what works:
//
//   ERA ALIAS PLACE…    'legacy' or 'modern'; the server's prefix or '-'; a URL, or a command
//
// Prints one line of JSON at the end: {"feature": "" or what went wrong, …}.

import assert from 'node:assert/strict';
import { connect, kind } from './clients.mjs';
import { eventually, failure, tryAll } from './trying.mjs';

const [era, alias, ...place] = process.argv.slice(2);
const modern = era === 'modern';
const where = place.length === 1 ? place[0] : place;
const named = (name) => (alias === '-' ? name : `${alias}__${name}`);
const located = (uri) => (alias === '-' ? uri : `${alias}+${uri}`);

/** What the person behind the client would say, by the question's message. */
const replies = [];
const handlers = {
  'roots/list': () => ({ roots: [{ uri: 'file:///one', name: 'One' }, { uri: 'file:///two' }] }),
  'sampling/createMessage': ({ params }) => ({
    role: 'assistant',
    model: 'none',
    content: { type: 'text', text: `You said: ${params.messages[0].content.text}` },
  }),
  'elicitation/create': ({ params }) => {
    const reply = replies.shift();
    if (reply) return reply;
    if (params.mode === 'url') return { action: params.url === 'https://example.test/sign-in' ? 'accept' : 'decline' };
    const filled = Object.keys(params.requestedSchema.properties).map((name) => [name, value(params, name)]);
    return { action: 'accept', content: Object.fromEntries(filled) };
  },
};
const capabilities = { roots: {}, sampling: {}, elicitation: { form: {}, url: {} } };

function value({ message, requestedSchema }, name) {
  const schema = requestedSchema.properties[name];
  if (schema.default !== undefined) return schema.default;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'array') return [schema.items.enum?.[1] ?? schema.items.anyOf[1].const];
  return schema.enum?.[1] ?? schema.oneOf?.[1].const ?? `${name} for ${message}`;
}

const client = await connect(era, where, capabilities, handlers);
const call = (name, given = {}, options = {}) =>
  client.callTool({ name: named(name), arguments: given }, ...rest(options));
// Between the arguments and the options, the older client has a schema for results.
const rest = (options) => (modern ? [options] : [undefined, options]);
const text = async (name, given, options) => (await call(name, given, options)).content[0].text;
/** Collects notifications of a method while an action runs and until there are as many as wanted. */
async function heard(method, wanted, action) {
  const found = [];
  client.setNotificationHandler(kind(era, method), ({ params }) => void found.push(params));
  await action();
  await eventually(`${wanted} of ${method}, got ${found.length}`, () => found.length >= wanted);
  return found;
}

/** Listens for a change in the way of the era, triggers it, and waits for the notification. */
async function changes(filter, method, tool) {
  const subscription = modern ? await client.listen(filter) : undefined;
  const found = await heard(method, 1, () => call(tool));
  await subscription?.close();
  return found;
}

const LOG_LEVEL = 'io.modelcontextprotocol/logLevel';
const logged = (name, level) => {
  const params = { name: named(name), arguments: {}, ...(modern && level ? { _meta: { [LOG_LEVEL]: level } } : {}) };
  return client.callTool(params, ...rest({}));
};

const features = {
  'tools: list and call': async () => {
    const { tools } = await client.listTools();
    assert(tools.some((tool) => tool.name === named('test_simple_text')));
    assert.equal(await text('test_simple_text'), 'This is a simple text response for testing.');
  },
  'tools: schemas keep every keyword': async () => {
    const { tools } = await client.listTools();
    const { inputSchema } = tools.find((tool) => tool.name === named('json_schema_2020_12_tool'));
    assert.equal(inputSchema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    assert.equal(inputSchema.$defs.address.$anchor, 'addressDef');
    assert.deepEqual(inputSchema.else, { required: ['email'] });
  },
  'tools: arguments and structured content': async () => {
    const given = { a: [1, 2.5, null], ü: { '': 'x"\\\n' }, long: 'y'.repeat(100_000) };
    assert.deepEqual((await call('test_echo', given)).structuredContent, given);
  },
  'tools: arguments in headers': async () => {
    const given = { region: ' Zürich ', priority: 7, urgent: false };
    assert.equal(await text('test_headers', given), JSON.stringify(given));
  },
  'tools: image, sound, embedded resource, link': async () => {
    const [, image, { resource }] = (await call('test_multiple_content_types')).content;
    assert.equal(image.mimeType, 'image/png');
    assert.equal(resource.uri, located('test://mixed-content-resource'));
    assert.equal((await call('test_audio_content')).content[0].type, 'audio');
    const [link] = (await call('test_resource_link')).content;
    assert.equal((await client.readResource({ uri: link.uri })).contents[0].uri, link.uri);
  },
  'tools: failing call': async () => assert.equal((await call('test_error_handling')).isError, true),
  'tools: unknown name': async () => assert.equal((await failure(call('no_such_tool'))).code, -32602),
  progress: async () => {
    const seen = [];
    await call('test_tool_with_progress', {}, { onprogress: ({ progress }) => void seen.push(progress) });
    assert(seen.length > 0, 'none');
    assert.deepEqual(
      seen,
      [...new Set(seen)].sort((a, b) => a - b),
    );
  },
  'logging: as wanted': async () => {
    if (!modern) await client.setLoggingLevel('info');
    const lines = await heard('notifications/message', 3, () => logged('test_tool_with_logging', 'info'));
    assert.deepEqual(
      lines.map(({ data }) => data.split(' ').at(-1)),
      ['started', 'data', 'completed'],
    );
  },
  'logging: none unasked': async () => {
    if (!modern) await client.setLoggingLevel('error');
    const lines = await heard('notifications/message', 0, () => logged('test_tool_with_logging'));
    assert.deepEqual(lines, []);
  },
  cancellation: async () => {
    const count = async () => Number(await text('test_cancelled_count', { tool: 'test_slow' }));
    const before = await count();
    const controller = new AbortController();
    const stopped = failure(call('test_slow', { ms: 600_000 }, { signal: controller.signal, timeout: 700_000 }));
    const starts = async () => Number(await text('test_call_count', { tool: 'test_slow' }));
    await eventually('the call starts', async () => (await starts()) > before);
    controller.abort('enough');
    await stopped;
    await eventually('the server hears of it', async () => (await count()) > before);
  },
  'prompts: list and get': async () => {
    const { prompts } = await client.listPrompts();
    assert(prompts.some((prompt) => prompt.name === named('test_prompt_with_arguments')));
    const given = { name: named('test_prompt_with_arguments'), arguments: { arg1: 'x', arg2: 'y' } };
    assert.match((await client.getPrompt(given)).messages[0].content.text, /arg1='x', arg2='y'/);
  },
  'prompts: embedded resource': async () => {
    const given = { name: named('test_prompt_with_embedded_resource'), arguments: { resourceUri: 'test://any' } };
    assert.equal((await client.getPrompt(given)).messages[0].content.resource.uri, located('test://any'));
  },
  'resources: list and read': async () => {
    const { resources } = await client.listResources();
    const { uri } = resources.find(
      (resource) => resource.name === 'static-text' && resource.uri.startsWith(located('')),
    );
    assert.equal((await client.readResource({ uri })).contents[0].text.slice(0, 19), 'This is the content');
    const binary = await client.readResource({ uri: located('test://static-binary') });
    assert.match(binary.contents[0].blob, /^iVBOR/);
  },
  'resources: templates': async () => {
    const { resourceTemplates } = await client.listResourceTemplates();
    assert(resourceTemplates.some(({ uriTemplate }) => uriTemplate === located('test://template/{id}/data')));
    const { contents } = await client.readResource({ uri: located('test://template/42/data') });
    assert.equal(JSON.parse(contents[0].text).id, '42');
  },
  'resources: not found': async () => {
    const error = await failure(client.readResource({ uri: located('test://nothing') }));
    assert.equal(error.code, modern ? -32602 : -32002);
  },
  completion: async () => {
    const ref = { type: 'ref/prompt', name: named('test_prompt_with_arguments') };
    const { completion } = await client.complete({ ref, argument: { name: 'arg1', value: 'par' } });
    assert.deepEqual(completion.values, ['paris', 'park', 'party']);
  },
  'elicitation: accepted': async () => {
    const said = await text('test_input_required_result_elicitation');
    assert.equal(said, 'Hello, name for What is your name?!');
  },
  'elicitation: declined and cancelled': async () => {
    for (const action of ['decline', 'cancel']) {
      replies.push({ action });
      assert.match(await text('test_elicitation', { message: 'Well?' }), new RegExp(`action=${action}`));
    }
  },
  'elicitation: defaults': async () => {
    assert.match(await text('test_elicitation_sep1034_defaults'), /"score":95.5/);
  },
  'elicitation: enumerations': async () => {
    assert.match(await text('test_elicitation_sep1330_enums'), /"titledMulti":\["value2"\]/);
  },
  'elicitation: page': async () => assert.equal(await text('test_url_elicitation'), 'Visited: accept'),
  sampling: async () => assert.equal(await text('test_sampling', { prompt: 'Hi' }), 'LLM response: You said: Hi'),
  roots: async () => {
    const said = await text('test_input_required_result_list_roots');
    assert.equal(said, 'Found 2 root(s): file:///one file:///two');
  },
  'questions: several at once': async () => {
    assert.match(await text('test_input_required_result_multiple_inputs'), /^Name: name for .*; Roots: 2$/);
  },
  'questions: several rounds': async () => {
    assert.match(await text('test_input_required_result_multi_round'), /^Multi-round complete for name .* likes color/);
  },
  'questions: the call runs once': async () => {
    const count = async () => Number(await text('test_call_count', { tool: 'test_input_required_result_multi_round' }));
    const before = await count();
    await call('test_input_required_result_multi_round');
    assert.equal(await count(), before + 1);
  },
  'questions: of several calls at a time': async () => {
    const messages = ['a', 'b', 'c', 'd'];
    const said = await Promise.all(messages.map((message) => text('test_elicitation', { message })));
    messages.forEach((message, at) => assert(said[at].includes(`"username":"username for ${message}"`), said[at]));
  },
  'questions: during prompts/get': async () => {
    const { messages } = await client.getPrompt({ name: named('test_input_required_result_prompt') });
    assert.match(messages[0].content.text, /^Prompt with context: context for /);
  },
  'questions: during resources/read': async () => {
    const { contents } = await client.readResource({ uri: located('test://asking') });
    assert.equal(contents[0].text, 'It says: text for What does it say?');
  },
  'questions: only what the client can answer': async () => {
    const mute = await connect(era, where, {}, {});
    const wanted = { name: named('test_missing_capability'), arguments: {} };
    const ended = await mute.callTool(wanted, ...rest({})).catch((error) => error);
    await mute.close();
    if (modern) assert.equal(ended.code, -32021);
    else assert(ended.isError || ended.code, JSON.stringify(ended));
  },
  'changes: tools': () =>
    changes({ toolsListChanged: true }, 'notifications/tools/list_changed', 'test_trigger_tool_change'),
  'changes: prompts': () =>
    changes({ promptsListChanged: true }, 'notifications/prompts/list_changed', 'test_trigger_prompt_change'),
  'changes: a resource': async () => {
    const uri = located('test://watched-resource');
    if (!modern) await client.subscribeResource({ uri });
    const [found] = await changes(
      { resourceSubscriptions: [uri] },
      'notifications/resources/updated',
      'test_trigger_resource_change',
    );
    assert.equal(found.uri, uri);
    if (!modern) await client.unsubscribeResource({ uri });
  },
};

await tryAll(features);

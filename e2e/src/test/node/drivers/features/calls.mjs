// Calls of tools, and what is said while they run.

import assert from 'node:assert/strict';
import { eventually, failure } from '../trying.mjs';

/** Starts the slow tool and gives how to stop it, once it runs. */
async function slow({ text, call }) {
  const starts = async () => Number(await text('test_call_count', { tool: 'test_slow' }));
  const before = await starts();
  const controller = new AbortController();
  const stopped = failure(call('test_slow', { ms: 600_000 }, { signal: controller.signal, timeout: 700_000 }));
  await eventually('the call starts', async () => (await starts()) > before);
  return { controller, stopped };
}

export const features = {
  'tools: list and call': async ({ listed, client, named, text }) => {
    // The newer client looks at what it has listed to know which arguments travel in headers.
    await client.listTools();
    const { entries } = await listed('tools/list', 'tools');
    assert(entries.some((tool) => tool.name === named('test_simple_text')));
    assert.equal(await text('test_simple_text'), 'This is a simple text response for testing.');
  },
  'tools: schemas keep every keyword': async ({ listed, named }) => {
    const { entries } = await listed('tools/list', 'tools');
    const { inputSchema } = entries.find((tool) => tool.name === named('json_schema_2020_12_tool'));
    assert.equal(inputSchema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    assert.equal(inputSchema.$defs.address.$anchor, 'addressDef');
    assert.deepEqual(inputSchema.else, { required: ['email'] });
  },
  'tools: arguments and structured content': async ({ call }) => {
    const given = { a: [1, 2.5, null], ü: { '': 'x"\\\n' }, long: 'y'.repeat(100_000) };
    assert.deepEqual((await call('test_echo', given)).structuredContent, given);
  },
  'tools: arguments in headers': async ({ text }) => {
    const given = { region: ' Zürich ', priority: 7, urgent: false };
    assert.equal(await text('test_headers', given), JSON.stringify(given));
  },
  'tools: image, sound, embedded resource, link': async ({ call, client, located }) => {
    const [, image, { resource }] = (await call('test_multiple_content_types')).content;
    assert.equal(image.mimeType, 'image/png');
    assert.equal(resource.uri, located('test://mixed-content-resource'));
    assert.equal((await call('test_audio_content')).content[0].type, 'audio');
    const [link] = (await call('test_resource_link')).content;
    assert.equal((await client.readResource({ uri: link.uri })).contents[0].uri, link.uri);
  },
  'tools: failing call': async ({ call }) => assert.equal((await call('test_error_handling')).isError, true),
  'tools: unknown name': async ({ call }) => assert.equal((await failure(call('no_such_tool'))).code, -32602),
  'tools: an app of their own (MCP Apps)': async ({ listed, named, client }) => {
    const { entries } = await listed('tools/list', 'tools');
    const { _meta } = entries.find((tool) => tool.name === named('test_app'));
    assert.match(_meta.ui.resourceUri, /^ui:\/\/.*fixture\/app$/);
    assert.deepEqual(_meta.ui.visibility, ['model', 'app']);
    const { contents } = await client.readResource({ uri: _meta.ui.resourceUri });
    assert.equal(contents[0].mimeType, 'text/html;profile=mcp-app');
    assert.match(contents[0].text, /An app/);
  },
  'extensions: what nobody knows passes': async ({ client, named, rest, listed, modern, server }) => {
    const given = { 'com.example/trace': { on: [true, 1.5], why: 'ü' } };
    const params = { name: named('test_meta'), arguments: {}, _meta: given };
    const result = await client.callTool(params, ...rest({}));
    assert.deepEqual(JSON.parse(result.content[0].text), given);
    assert.deepEqual(result._meta['com.example/back'], { n: 1 });
    const { entries } = await listed('tools/list', 'tools');
    assert.deepEqual(entries.find(({ name }) => name === named('test_app'))._meta['com.example/more'], { kept: [1] });
    // Only the newer era has a place for extensions where both sides say what they can.
    if (modern && server.era === 'modern')
      assert.deepEqual(client.getServerCapabilities().extensions['com.example/unheard-of'], { level: 3 });
  },
  progress: async ({ call }) => {
    const seen = [];
    await call('test_tool_with_progress', {}, { onprogress: (progress) => void seen.push(progress) });
    assert(seen.length > 0, 'none');
    const values = seen.map(({ progress }) => progress);
    assert.deepEqual(
      values,
      [...new Set(values)].sort((a, b) => a - b),
    );
    assert.match(seen[0].message, /^Completed step/);
  },
  'logging: as wanted': async ({ modern, client, heard, logged }) => {
    if (!modern) await client.setLoggingLevel('info');
    const lines = await heard('notifications/message', 3, () => logged('test_tool_with_logging', 'info'));
    assert.deepEqual(
      lines.map(({ data }) => data.split(' ').at(-1)),
      ['started', 'data', 'completed'],
    );
  },
  'logging: none unasked': async ({ modern, client, heard, logged }) => {
    if (!modern) await client.setLoggingLevel('error');
    assert.deepEqual(await heard('notifications/message', 0, () => logged('test_tool_with_logging')), []);
  },
  'logging: another level for another': async ({ modern, clients, client, heard, logged }) => {
    // In the older era a level belongs to a session, in the newer to a request.
    const other = modern ? client : await clients.get('second');
    if (!modern) await client.setLoggingLevel('info');
    if (!modern) await other.setLoggingLevel('critical');
    const quiet = await heard(
      'notifications/message',
      0,
      () => logged('test_tool_with_logging', modern ? 'critical' : undefined, other),
      other,
    );
    assert.deepEqual(quiet, []);
    await heard('notifications/message', 3, () => logged('test_tool_with_logging', 'info'));
  },
  'ping: by the client': async ({ client }) => assert.deepEqual(await client.ping(), {}),
  'ping: by the server': async ({ text }) => assert.equal(await text('test_ping'), '{}'),
  cancellation: async (context) => {
    const count = async () => Number(await context.text('test_cancelled_count', { tool: 'test_slow' }));
    const before = await count();
    const { controller, stopped } = await slow(context);
    controller.abort('enough');
    await stopped;
    await eventually('the server hears of it', async () => (await count()) > before);
  },
  'cancellation: while a question is open': async ({ modern, server, text, call, person }) => {
    const running = async () => Number(await text('test_running_count', { tool: 'test_elicitation' }));
    const controller = new AbortController();
    let asked;
    const question = new Promise((resolve) => (asked = resolve));
    person.replies.push(() => {
      asked();
      return new Promise((resolve) => setTimeout(() => resolve({ action: 'cancel' }), modern ? 500 : 5_000));
    });
    const stopped = failure(call('test_elicitation', { message: 'Well?' }, { signal: controller.signal }));
    await question;
    controller.abort('enough');
    await stopped;
    // A server of the newer era has ended its round and waits for nothing.
    if (!modern && server.era === 'legacy') await eventually('the call ends', async () => (await running()) === 0);
  },
  'resumption: by the client': async ({ raw, named }) => {
    const session = await raw('2025-11-25');
    const params = { name: named('test_slow'), arguments: { ms: 700 }, _meta: { progressToken: 'p' } };
    const message = session.form('tools/call', params);
    const answered = session.answer(message.id);
    // The first event of a stream carries the id to come back with; its progress makes the answer a stream at once.
    const drop = { now: undefined };
    const lastEventId = await new Promise((resolve) => {
      session.wire.send(message, ({ id }) => resolve(id)).then((stop) => (drop.now = stop));
    });
    await eventually('a stream to drop', () => drop.now);
    drop.now();
    await session.wire.listen(lastEventId);
    assert.equal((await answered).result.content[0].text, 'Waited 700 ms');
    await session.close();
  },
  "resumption: of the server's stream": async ({ text }) => {
    assert.equal(await text('test_reconnection'), 'Reconnection test completed successfully.');
  },
  batches: async ({ raw, named }) => {
    const session = await raw('2025-03-26');
    const calls = ['a', 'b'].map((value) =>
      session.form('tools/call', { name: named('test_echo'), arguments: { value } }),
    );
    const answered = Promise.all(calls.map(({ id }) => session.answer(id)));
    await session.wire.send([...calls, { jsonrpc: '2.0', method: 'notifications/unheard-of' }]);
    assert.deepEqual(
      (await answered).map(({ result }) => JSON.parse(result.content[0].text).value),
      ['a', 'b'],
    );
    await session.close();
  },
};

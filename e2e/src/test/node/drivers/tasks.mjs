// Tries what a server offers as tasks, and says what works:
//
//   ERA SERVER ALIAS URL    'legacy' or 'modern', the client; 'legacy', 'modern' or 'everything', the server; its prefix
//
// The client of the older era is the official one. For the newer none has tasks yet, so requests are made by hand. Prints
// one line of JSON at the end: {"feature": "" or what went wrong, …}.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { ResultSchema, TaskStatusNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { connect } from './clients.mjs';
import { eventually, failure, tryAll } from './trying.mjs';

const [era, kind, alias, url] = process.argv.slice(2);
const M = 'io.modelcontextprotocol/';
const TASKS = `${M}tasks`;
/** What the person behind the client says: yes, and the first of several choices. */
const accept = ({ requestedSchema: { properties } }) => ({
  action: 'accept',
  content: Object.fromEntries(Object.entries(properties).map(([name, { oneOf }]) => [name, oneOf?.[0].const ?? true])),
});
const named = (name) => `${alias}__${name}`;

/** The official client of 2025-11-25. */
async function legacy() {
  const asked = [];
  const told = [];
  const handlers = {
    'elicitation/create': ({ params }) => {
      asked.push(params);
      return accept(params);
    },
  };
  const client = await connect('legacy', url, { elicitation: { form: {} } }, handlers);
  client.setNotificationHandler(TaskStatusNotificationSchema, ({ params }) => void told.push(params));
  const { tasks } = client.experimental;
  // Without it the client knows of no tool that it may be called as a task.
  await client.listTools();
  // The client itself refuses calls the server might refuse.
  const called = (name, given, more = {}) =>
    client.request({ method: 'tools/call', params: { name: named(name), arguments: given, ...more } }, ResultSchema);
  return {
    asked,
    told,
    create: async (name, given) => (await called(name, given, { task: { ttl: 60_000 } })).task,
    get: (id) => tasks.getTask(id),
    cancel: (id) => tasks.cancelTask(id),
    call: called,
    capabilities: () => client.getServerCapabilities(),
    tools: async () => (await client.listTools()).tools,
    /** Waits as an application does: streams of messages until the result is there. */
    async finish(name, given) {
      const stream = tasks.callToolStream({ name: named(name), arguments: given }, undefined, { task: { ttl: 60_000 } });
      const seen = [];
      for await (const message of stream) {
        seen.push(message.type);
        if (message.type === 'result') return { seen, result: message.result };
        if (message.type === 'error') throw message.error;
      }
      return assert.fail('no result');
    },
  };
}

/** A client of 2026-07-28 with the extension, by hand. */
async function modern() {
  const asked = [];
  const told = [];
  let ids = 0;
  const open = (method, params, capabilities) => {
    const name = params.name ?? params.taskId;
    const meta = {
      [`${M}protocolVersion`]: '2026-07-28',
      [`${M}clientInfo`]: { name: 'driver', version: '1.0.0' },
      [`${M}clientCapabilities`]: capabilities,
    };
    return fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        'MCP-Protocol-Version': '2026-07-28',
        'Mcp-Method': method,
        ...(name === undefined ? {} : { 'Mcp-Name': name }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: ++ids, method, params: { ...params, _meta: meta } }),
    });
  };
  const able = { elicitation: { form: {} }, extensions: { [TASKS]: {} } };
  const request = async (method, params, capabilities = able) => {
    const response = await open(method, params, capabilities);
    const body = await response.text();
    const streamed = response.headers.get('content-type').startsWith('text/event-stream');
    const message = JSON.parse(
      streamed
        ? body
            .split('\n')
            .filter((line) => line.startsWith('data: {'))
            .at(-1)
            .slice(6)
        : body,
    );
    if (message.error) throw Object.assign(new Error(message.error.message), message.error);
    return message.result;
  };
  const get = (taskId) => request('tasks/get', { taskId });
  const create = async (name, given) => {
    const made = await request('tools/call', { name: named(name), arguments: given });
    assert.equal(made.resultType, 'task');
    return made;
  };
  return {
    asked,
    told,
    create,
    get,
    request,
    cancel: (taskId) => request('tasks/cancel', { taskId }),
    call: (name, given) =>
      request('tools/call', { name: named(name), arguments: given }, { elicitation: { form: {} } }),
    capabilities: async () => (await request('server/discover', {})).capabilities,
    tools: async () => (await request('tools/list', {})).tools,
    async listen(taskIds, capabilities = able) {
      const response = await open('subscriptions/listen', { notifications: { taskIds } }, capabilities);
      if (response.status !== 200) return (await response.json()).error;
      const acknowledged = new Promise((resolve) => {
        (async () => {
          let text = '';
          for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
            text += chunk;
            const lines = text.split('\n');
            text = lines.pop();
            for (const line of lines.filter((each) => each.startsWith('data: {'))) {
              const { method, params } = JSON.parse(line.slice(6));
              if (method === 'notifications/subscriptions/acknowledged') resolve(params.notifications.taskIds);
              if (method === 'notifications/tasks') told.push(params);
            }
          }
        })();
      });
      return acknowledged;
    },
    async finish(name, given) {
      const made = await create(name, given);
      const seen = [];
      const answered = new Set();
      for (;;) {
        const task = await get(made.taskId);
        if (task.status !== seen.at(-1)) seen.push(task.status);
        if (task.status === 'completed') return { seen, result: task.result };
        assert(['working', 'input_required'].includes(task.status), JSON.stringify(task));
        const fresh = Object.entries(task.inputRequests ?? {}).filter(([key]) => !answered.has(key));
        for (const [key, question] of fresh) {
          asked.push(question.params);
          answered.add(key);
          await request('tasks/update', { taskId: made.taskId, inputResponses: { [key]: accept(question.params) } });
        }
        await sleep(50);
      }
    },
  };
}

const client = await (era === 'modern' ? modern() : legacy());
const text = ({ content }) => content[0].text;
const status = async (id) => (await client.get(id)).status;

const features = {
  async 'tasks: made, looked at, done'() {
    const { result } = await client.finish('slow_compute', { seconds: 0.2, label: 'forty-two' });
    assert.equal(text(result), 'Computed forty-two');
    assert.equal(result._meta?.[`${M}related-task`] !== undefined, era === 'legacy');
  },
  async 'tasks: asks while at work'() {
    client.asked.length = 0;
    const { result } = await client.finish('confirm_delete', { filename: 'a.txt' });
    assert.equal(text(result), 'Deleted');
    assert.equal(client.asked.length, 1);
    assert.equal(client.asked[0].message, 'Delete a.txt?');
  },
  async 'tasks: a tool that fails'() {
    const { taskId } = await client.create('failing_job', {});
    const last = era === 'modern' ? 'completed' : 'failed';
    await eventually(last, async () => (await status(taskId)) === last);
    if (era === 'modern') assert.equal((await client.get(taskId)).result.isError, true);
  },
  async 'tasks: an error'() {
    const { taskId } = await client.create('protocol_error_job', {});
    await eventually('failed', async () => (await status(taskId)) === 'failed');
    if (era === 'modern') assert.equal((await client.get(taskId)).error.code, -32603);
  },
  async 'tasks: cancelled'() {
    const { taskId } = await client.create('slow_compute', { seconds: 600 });
    await client.cancel(taskId);
    await eventually('cancelled', async () => (await status(taskId)) === 'cancelled');
  },
  async 'tasks: told of'() {
    const { taskId } = await client.create('slow_compute', { seconds: 1 });
    if (era === 'modern') assert.deepEqual(await client.listen([taskId, 'h1.unknown']), [taskId]);
    const mine = () => client.told.filter((each) => each.taskId === taskId);
    await eventually('completed', () => mine().some((each) => each.status === 'completed'));
    if (era === 'modern') {
      assert.equal(text(mine().at(-1).result), 'Computed it');
      assert(mine().every((each) => each._meta[`${M}subscriptionId`] !== undefined));
      const { code, data } = await client.listen([taskId], {});
      assert.equal(code, -32021);
      assert.deepEqual(data.requiredCapabilities, { extensions: { [TASKS]: {} } });
    }
  },
  async 'tasks: unknown'() {
    assert.equal((await failure(client.get('h1.nothing'))).code, -32602);
  },
};

/** What a client that takes no tasks gets of a tool that can only be one. */
const inside = {
  async 'tasks: run inside the call'() {
    assert.equal(text(await client.call('failing_job', {})), 'The job failed');
  },
};

/** A modern server makes tasks of its own accord, so no client of the older era can ask it for one. */
const none = {
  async 'tasks: none to be asked for'() {
    assert.equal(
      (await client.tools()).find(({ name }) => name === named('slow_compute')).execution,
      undefined,
    );
    assert.equal((await failure(client.create('slow_compute', {}))).code, -32601);
  },
};

const refused = {
  async 'tasks: refused to who takes none'() {
    const error = await failure(client.call('failing_job', {}));
    assert.equal(error.code, -32021);
    assert.deepEqual(error.data.requiredCapabilities, { extensions: { [TASKS]: {} } });
  },
};

/** The one of server-everything, written with the SDK of 2025-11-25. */
const everything = {
  async 'tasks: of server-everything'() {
    client.asked.length = 0;
    const { result } = await client.finish('simulate-research-query', { topic: 'python', ambiguous: true });
    assert.match(text(result), /Research Report: python \(/);
    assert.equal(client.asked.length, 1);
  },
  async 'tasks: of server-everything, inside the call'() {
    client.asked.length = 0;
    if (era === 'modern') {
      const round = await client.request(
        'tools/call',
        { name: named('simulate-research-query'), arguments: { topic: 'java', ambiguous: false } },
        {},
      );
      assert.match(text(round), /Research Report: java/);
    } else {
      const result = await client.call('simulate-research-query', { topic: 'java', ambiguous: true });
      assert.match(text(result), /Research Report: java \(/);
    }
  },
};

const offered = era === 'modern' || kind !== 'modern';
await tryAll(
  kind === 'everything'
    ? everything
    : {
        ...(offered ? features : none),
        ...(era === 'modern' && kind === 'modern' ? refused : inside),
      },
);

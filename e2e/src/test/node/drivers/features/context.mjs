// What the features need of a client that stands before one server.

import { ResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { connect, kind } from '../clients.mjs';
import { open } from '../raw.mjs';
import { eventually } from '../trying.mjs';

/** The revisions of the older era. */
export const REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'];

const LOG_LEVEL = 'io.modelcontextprotocol/logLevel';

/** The person behind a client: what they say to the next question, else what suits it. */
export class Person {
  replies = [];
  roots = [{ uri: 'file:///one', name: 'One' }, { uri: 'file:///two' }];
  /** What was asked, each {method, params, signal}. */
  asked = [];

  handlers = Object.fromEntries(
    Object.entries({
      'roots/list': () => ({ roots: this.roots }),
      'sampling/createMessage': ({ params }) => this.sample(params),
      'elicitation/create': ({ params }) => this.fill(params),
    }).map(([method, answer]) => [
      method,
      (request, extra) => {
        this.asked.push({ method, params: request.params, signal: extra?.signal ?? extra?.mcpReq?.signal });
        const reply = this.replies.shift();
        return reply === undefined ? answer(request) : typeof reply === 'function' ? reply(request) : reply;
      },
    ]),
  );

  sample({ messages, tools }) {
    const last = [messages.at(-1).content].flat();
    const assistant = { role: 'assistant', model: 'none' };
    const result = last.find(({ type }) => type === 'tool_result');
    if (result) return { ...assistant, content: { type: 'text', text: `It says: ${result.content[0].text}` } };
    if (!tools) return { ...assistant, content: { type: 'text', text: `You said: ${last[0].text}` } };
    const use = (id, city) => ({ type: 'tool_use', id, name: tools[0].name, input: { city } });
    const thinking = { type: 'text', text: 'I look out of the window' };
    return { ...assistant, stopReason: 'toolUse', content: [thinking, use('one', 'Bern'), use('two', 'Basel')] };
  }

  fill(params) {
    if (params.mode === 'url') return { action: params.url === 'https://example.test/sign-in' ? 'accept' : 'decline' };
    const filled = Object.keys(params.requestedSchema.properties).map((name) => [name, value(params, name)]);
    return { action: 'accept', content: Object.fromEntries(filled) };
  }
}

function value({ message, requestedSchema }, name) {
  const schema = requestedSchema.properties[name];
  if (schema.default !== undefined) return schema.default;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'array') return [schema.items.enum?.[1] ?? schema.items.anyOf[1].const];
  return schema.enum?.[1] ?? schema.oneOf?.[1].const ?? `${name} for ${message}`;
}

export const CAPABILITIES = { roots: { listChanged: true }, sampling: { tools: {} }, elicitation: { form: {}, url: {} } };

/** Clients of one era that speak with one place; further ones are opened when a feature needs them. */
export class Clients {
  constructor(era, place) {
    Object.assign(this, { era, place, person: new Person(), opened: new Map() });
  }

  async get(name = 'first', capabilities = CAPABILITIES, handlers = this.person.handlers) {
    if (!this.opened.has(name)) this.opened.set(name, await connect(this.era, this.place, capabilities, handlers));
    return this.opened.get(name);
  }

  /** Says goodbye for all, so that what servers keep for a client goes with it. */
  async close() {
    for (const client of this.opened.values()) {
      await client.transport?.terminateSession?.();
      await client.close();
    }
  }
}

/** One client in front of one server whose names it knows by a prefix, or, with '-' for it, as they are. */
export async function before(clients, server) {
  const context = inFrontOf(clients, await clients.get(), server);
  await context.listens();
  return context;
}

function inFrontOf(clients, client, { alias, era, wire }) {
  const { era: mode, place, person } = clients;
  const modern = mode === 'modern';
  const named = (name) => (alias === '-' ? name : `${alias}__${name}`);
  const located = (uri) => (alias === '-' ? uri : `${alias}+${uri}`);
  // Between the arguments and the options, the older client has a schema for results.
  const rest = (options) => (modern ? [options] : [undefined, options]);
  const call = (name, given = {}, options = {}, by = client) =>
    by.callTool({ name: named(name), arguments: given }, ...rest({ timeout: 60_000, ...options }));
  const text = async (...given) => (await call(...given)).content[0].text;
  const request = (method, params = {}) =>
    client.request({ method, params }, ...(modern ? [] : [ResultSchema]));

  /** All entries of a list, page after page, past whatever the client has kept of it. */
  async function listed(method, member) {
    const entries = [];
    let pages = 0;
    let cursor;
    do {
      const page = await request(method, cursor === undefined ? {} : { cursor });
      entries.push(...page[member]);
      cursor = page.nextCursor;
      pages++;
    } while (cursor !== undefined);
    return { entries, pages };
  }

  /** Waits until the server is there: a hub that was just started may still be starting it. */
  const listens = () =>
    eventually(`the server ${alias}`, () =>
      text('test_simple_text').then(
        () => true,
        () => false,
      ),
    );

  /** Collects notifications of a method while an action runs and until there are as many as wanted. */
  async function heard(method, wanted, action, by = client) {
    const found = [];
    by.setNotificationHandler(kind(mode, method), ({ params }) => void found.push(params));
    await action();
    await eventually(`${wanted} of ${method}, got ${found.length}`, () => found.length >= wanted);
    return found;
  }

  /** Listens for a change in the way of the era, triggers it, and waits for the notification. */
  async function changes(filter, method, action) {
    const subscription = modern ? await client.listen(filter) : undefined;
    const found = await heard(method, 1, action);
    await subscription?.close();
    return found;
  }

  /** Calls with a log level where the era has one of calls. */
  const logged = (name, level, by = client) =>
    by.callTool(
      { name: named(name), arguments: {}, ...(modern && level ? { _meta: { [LOG_LEVEL]: level } } : {}) },
      ...rest({}),
    );

  /** A session in any revision of the older era. */
  const raw = (revision, capabilities, handlers) => open(place, revision, capabilities, handlers);
  /** The same client in front of the server's twin that speaks no newer revision than this: -r1 the first one, and so on. */
  const older = (revision) => {
    const twin = REVISIONS.indexOf(revision) + 1;
    return inFrontOf(clients, client, { alias: twin === REVISIONS.length ? alias : `${alias}-r${twin}`, era, wire });
  };

  return {
    listens,
    raw,
    older,
    clients, client, mode, modern, place, person, server: { alias, era, wire }, named, located, rest, call, text, request, listed, heard, changes, logged };
}

// A client of the older era that no SDK stands in for: it speaks any revision, sends batches, and drops and resumes streams.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ModernSocket, overUnix } from './clients.mjs';

/** A connection: `send` takes a message or an array of them, `onmessage` is told what comes. */
class Pipe {
  constructor([command, ...args]) {
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.onmessage(JSON.parse(line)));
  }

  async start() {}

  async send(message) {
    this.child.stdin.write(JSON.stringify(message) + '\n');
  }

  async close() {
    const gone = new Promise((resolve) => this.child.on('exit', resolve));
    this.child.stdin.end();
    await gone;
  }
}

class Http {
  constructor(place) {
    [this.url, { fetch: this.fetch }] = /^http\+unix:/.test(place) ? overUnix(place) : [new URL(place), { fetch }];
    this.streams = new Set();
  }

  async start() {}

  headers(more) {
    return {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...(this.session ? { 'Mcp-Session-Id': this.session } : {}),
      ...(this.revision >= '2025-06-18' ? { 'MCP-Protocol-Version': this.revision } : {}),
      ...more,
    };
  }

  async send(message, onEvent) {
    const controller = new AbortController();
    this.streams.add(controller);
    const response = await this.fetch(this.url, {
      method: 'POST',
      headers: this.headers(),
      body: JSON.stringify(message),
      signal: controller.signal,
    });
    this.session ??= response.headers.get('mcp-session-id');
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    if (response.headers.get('content-type')?.includes('text/event-stream')) {
      this.read(response, onEvent ?? (({ data }) => data && this.onmessage(JSON.parse(data))));
    } else {
      const body = await response.text();
      if (body !== '') this.onmessage(JSON.parse(body));
    }
    return () => controller.abort();
  }

  /** Opens the stream of what belongs to no call, or goes on with one that was lost. */
  async listen(lastEventId) {
    const controller = new AbortController();
    this.streams.add(controller);
    const more = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
    const response = await this.fetch(this.url, {
      headers: this.headers({ Accept: 'text/event-stream', ...more }),
      signal: controller.signal,
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    this.read(response, ({ data }) => data && this.onmessage(JSON.parse(data)));
  }

  /** Reads events; unlike a browser it also tells of those without data, whose id is what a client may come back with. */
  async read(response, onEvent) {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of response.body) {
        const texts = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n\r?\n/);
        rest = texts.pop();
        for (const text of texts) {
          const field = (name) =>
            text.split(/\r?\n/).flatMap((line) => (line.startsWith(`${name}:`) ? [line.slice(name.length + 1).trim()] : []));
          const [id, event] = [field('id')[0], field('event')[0]];
          if (id !== undefined || field('data').length > 0) onEvent({ id, event, data: field('data').join('\n') });
        }
      }
    } catch (error) {
      if (error.name !== 'AbortError') console.error(`a stream ended: ${error.message}`);
    }
  }

  async close() {
    if (this.session) await this.fetch(this.url, { method: 'DELETE', headers: this.headers() });
    for (const controller of this.streams) controller.abort();
  }
}

/** HTTP+SSE of 2024-11-05. */
class Events extends Http {
  async start() {
    const controller = new AbortController();
    this.streams.add(controller);
    const response = await fetch(this.url, { headers: { Accept: 'text/event-stream' }, signal: controller.signal });
    await new Promise((resolve) => {
      this.read(response, ({ event, data }) => {
        if (event !== 'endpoint') return this.onmessage(JSON.parse(data));
        this.url = new URL(data, this.url);
        resolve();
      });
    });
  }

  async close() {
    for (const controller of this.streams) controller.abort();
  }
}

function wireTo(place) {
  if (Array.isArray(place)) return new Pipe(place);
  if (/^wss?:/.test(place)) return new ModernSocket(place);
  return place.endsWith('/sse') ? new Events(place) : new Http(place);
}

/** Opens a session in a revision. `handlers` answer the server's requests, by method. */
export async function open(place, revision, capabilities = {}, handlers = {}) {
  const wire = wireTo(place);
  const waiting = new Map();
  const told = [];
  let made = 0;
  const take = async (message) => {
    if (Array.isArray(message)) return message.forEach(take);
    if (message.method === undefined) return waiting.get(message.id)?.(message);
    if (message.id === undefined) return void told.push(message);
    const result = await handlers[message.method]?.(message);
    const error = { code: -32601, message: `No ${message.method} here` };
    wire.send({ jsonrpc: '2.0', id: message.id, ...(result ? { result } : { error }) });
  };
  wire.onmessage = take;
  await wire.start();
  const answer = (id) => new Promise((resolve) => waiting.set(id, resolve));
  const form = (method, params) => ({ jsonrpc: '2.0', id: `r${made++}`, method, ...(params ? { params } : {}) });
  const session = {
    wire,
    told,
    form,
    answer,
    take,
    /** Gives the response, be it a result or an error. */
    async request(method, params) {
      const message = form(method, params);
      const answered = answer(message.id);
      await wire.send(message);
      return answered;
    },
    notify: (method, params) => wire.send({ jsonrpc: '2.0', method, ...(params ? { params } : {}) }),
    close: () => wire.close(),
  };
  const clientInfo = { name: 'raw', version: '1.0.0' };
  const { result, error } = await session.request('initialize', { protocolVersion: revision, capabilities, clientInfo });
  if (error) throw new Error(error.message);
  session.opening = result;
  wire.revision = result.protocolVersion;
  await session.notify('notifications/initialized');
  return session;
}

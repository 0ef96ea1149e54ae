// A server written with the TypeScript SDK 1.x, as many are: `--stdio` or `--http PORT`.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

let started = 0;
let stopped = 0;
const said = (text) => ({ content: [{ type: 'text', text }] });

function offer() {
  const server = new McpServer({ name: 'sdk1', version: '1.0.0' }, { capabilities: { logging: {} } });
  const tool = (name, inputSchema, run) => server.registerTool(name, { description: name, inputSchema }, run);
  tool('echo', { text: z.string() }, ({ text }) => said(text));
  tool('fail', {}, () => {
    throw new Error('It failed');
  });
  tool('work', {}, async (_, { sendNotification, _meta }) => {
    for (const progress of [1, 2, 3]) {
      await sleep(20);
      await sendNotification({ method: 'notifications/message', params: { level: 'info', data: `step ${progress}` } });
      const progressToken = _meta?.progressToken;
      if (progressToken === undefined) continue;
      await sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total: 3 } });
    }
    return said('worked');
  });
  tool('slow', {}, (_, { signal }) => {
    started++;
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(said(`${++stopped}`))));
  });
  tool('counts', {}, () => said(`${started} ${stopped}`));
  tool('ask', {}, async () => {
    const properties = { name: { type: 'string' } };
    const answer = await server.server.elicitInput({
      message: 'Who are you?',
      requestedSchema: { type: 'object', properties, required: ['name'] },
    });
    return said(`You are ${answer.content?.name ?? answer.action}`);
  });
  tool('model', {}, async () => {
    const messages = [{ role: 'user', content: { type: 'text', text: 'Who are you?' } }];
    const { content } = await server.server.createMessage({ messages, maxTokens: 10 });
    return said(`The model says ${content.text}`);
  });
  tool('places', {}, async () => {
    const { roots } = await server.server.listRoots();
    return said(roots.map(({ uri }) => uri).join(' '));
  });
  server.registerResource('note', 'peer://note', { mimeType: 'text/plain' }, (uri) => ({
    contents: [{ uri: uri.href, text: 'A note' }],
  }));
  server.registerPrompt('hello', { argsSchema: { name: z.string() } }, ({ name }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `Hello ${name}` } }],
  }));
  return server;
}

const sessions = new Map();

async function serve(request, response) {
  let transport = sessions.get(request.headers['mcp-session-id']);
  if (!transport) {
    transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => sessions.set(id, transport),
    });
    await offer().connect(transport);
  }
  await transport.handleRequest(request, response);
}

if (process.argv[2] === '--stdio') {
  await offer().connect(new StdioServerTransport());
} else {
  const server = createServer(serve).listen(Number(process.argv[3]), '127.0.0.1', () => {
    console.log(`listening http://127.0.0.1:${server.address().port}/mcp`);
  });
}

// A server written with the TypeScript SDK 2.x that speaks 2026-07-28 and nothing older: `--stdio` or `--http PORT`.

import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  McpServer,
  acceptedContent,
  createMcpHandler,
  inputRequired,
  inputResponse,
} from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

let started = 0;
let stopped = 0;
const said = (text) => ({ content: [{ type: 'text', text }] });

function offer() {
  const server = new McpServer({ name: 'sdk2', version: '1.0.0' }, { capabilities: { logging: {} } });
  const tool = (name, shape, run) =>
    server.registerTool(name, { description: name, inputSchema: z.object(shape) }, run);
  tool('echo', { text: z.string() }, ({ text }) => said(text));
  tool('fail', {}, () => {
    throw new Error('It failed');
  });
  tool('work', {}, async (_, { mcpReq }) => {
    for (const progress of [1, 2, 3]) {
      await sleep(20);
      await mcpReq.log('info', `step ${progress}`);
      const progressToken = mcpReq._meta?.progressToken;
      if (progressToken === undefined) continue;
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 3 } });
    }
    return said('worked');
  });
  tool('slow', {}, (_, { mcpReq: { signal } }) => {
    started++;
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(said(`${++stopped}`))));
  });
  tool('counts', {}, () => said(`${started} ${stopped}`));
  tool('ask', {}, (_, { mcpReq }) => {
    const requestedSchema = z.object({ name: z.string() });
    const { kind, action } = inputResponse(mcpReq.inputResponses, 'name');
    const content = acceptedContent(mcpReq.inputResponses, 'name', requestedSchema);
    if (content) return said(`You are ${content.name}`);
    if (kind === 'elicit') return said(`You are ${action}`);
    return inputRequired({
      inputRequests: { name: inputRequired.elicit({ message: 'Who are you?', requestedSchema }) },
    });
  });
  tool('model', {}, (_, { mcpReq }) => {
    const messages = [{ role: 'user', content: { type: 'text', text: 'Who are you?' } }];
    const { content } = mcpReq.inputResponses?.model ?? {};
    if (content) return said(`The model says ${[content].flat()[0].text}`);
    return inputRequired({ inputRequests: { model: inputRequired.createMessage({ messages, maxTokens: 10 }) } });
  });
  tool('places', {}, (_, { mcpReq }) => {
    const { roots } = mcpReq.inputResponses?.places ?? {};
    if (roots) return said(roots.map(({ uri }) => uri).join(' '));
    return inputRequired({ inputRequests: { places: inputRequired.listRoots() } });
  });
  server.registerResource('note', 'peer://note', { mimeType: 'text/plain' }, (uri) => ({
    contents: [{ uri: uri.href, text: 'A note' }],
  }));
  server.registerPrompt('hello', { argsSchema: z.object({ name: z.string() }) }, ({ name }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `Hello ${name}` } }],
  }));
  return server;
}

if (process.argv[2] === '--stdio') {
  serveStdio(offer, { legacy: 'reject' });
} else {
  const handler = createMcpHandler(offer, { legacy: 'reject' });
  const server = createServer(toNodeHandler(handler)).listen(Number(process.argv[3]), '127.0.0.1', () => {
    console.log(`listening http://127.0.0.1:${server.address().port}/mcp`);
  });
}

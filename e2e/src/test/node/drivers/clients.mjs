// One way to use the official clients of both eras.

import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { WebSocketClientTransport } from '@modelcontextprotocol/sdk/client/websocket.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ElicitationCompleteNotificationSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  PromptListChangedNotificationSchema,
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { Agent, fetch as fetchBy } from 'undici';

const INFO = { name: 'driver', version: '1.0.0' };
const LEGACY_SCHEMAS = {
  'elicitation/create': ElicitRequestSchema,
  'sampling/createMessage': CreateMessageRequestSchema,
  'roots/list': ListRootsRequestSchema,
  'notifications/message': LoggingMessageNotificationSchema,
  'notifications/tools/list_changed': ToolListChangedNotificationSchema,
  'notifications/prompts/list_changed': PromptListChangedNotificationSchema,
  'notifications/resources/list_changed': ResourceListChangedNotificationSchema,
  'notifications/elicitation/complete': ElicitationCompleteNotificationSchema,
  'notifications/resources/updated': ResourceUpdatedNotificationSchema,
};

const MODES = { modern: { pin: '2026-07-28' }, auto: 'auto', old: 'legacy' };

/** How the client of a mode names a message it handles. */
export const kind = (mode, method) => (mode === 'legacy' ? LEGACY_SCHEMAS[method] : method);

/** The newer official client has no WebSocket of its own: one message a frame. */
export class ModernSocket {
  constructor(url) {
    this.url = url;
  }

  start() {
    this.socket = new WebSocket(this.url, 'mcp');
    this.socket.onmessage = ({ data }) => this.onmessage?.(JSON.parse(data));
    this.socket.onclose = () => this.onclose?.();
    return new Promise((resolve, reject) => {
      this.socket.onopen = resolve;
      this.socket.onerror = ({ message }) => reject(new Error(`No WebSocket: ${message}`));
    });
  }

  async send(message) {
    this.socket.send(JSON.stringify(message));
  }

  async close() {
    this.socket.close();
  }
}

/** HTTP at a Unix domain socket whose path stands in the URL where a host would. */
export function overUnix(place) {
  const [, socketPath, path] = /^http\+unix:\/\/([^/]+)(\/.*)$/.exec(place);
  const dispatcher = new Agent({ connect: { socketPath: decodeURIComponent(socketPath) }, bodyTimeout: 0, headersTimeout: 0 });
  const fetch = (url, init) => fetchBy(url, { ...init, dispatcher });
  return [new URL(`http://localhost${path}`), { fetch }];
}

/** What an official client of an era speaks over, by what the place looks like. */
export function transportTo(older, place) {
  if (Array.isArray(place)) {
    const [command, ...args] = place;
    return new (older ? LegacyStdio : ModernStdio)({ command, args, stderr: 'inherit' });
  }
  if (/^wss?:/.test(place)) return older ? new WebSocketClientTransport(new URL(place)) : new ModernSocket(place);
  if (/^http\+unix:/.test(place)) return new (older ? LegacyHttp : ModernHttp)(...overUnix(place));
  if (older && place.endsWith('/sse')) return new SSEClientTransport(new URL(place));
  return new (older ? LegacyHttp : ModernHttp)(new URL(place));
}

/**
 * Connects an official client.
 *
 * @param mode 'legacy' for the one of the older era, which opens with initialize; else the one of the newer: 'modern',
 *     which speaks 2026-07-28 only, 'auto', which finds out, or 'old', which speaks like the older
 * @param place a URL (http, ws, http+unix, or http with a path that ends in /sse), or a command that is spoken with on
 *     standard input and output
 * @param handlers what answers the server's questions, by method
 */
export async function connect(mode, place, capabilities, handlers) {
  const older = mode === 'legacy';
  const client = older
    ? new LegacyClient(INFO, { capabilities })
    : new ModernClient(INFO, { capabilities, versionNegotiation: { mode: MODES[mode] } });
  for (const [method, handler] of Object.entries(handlers)) client.setRequestHandler(kind(mode, method), handler);
  await client.connect(transportTo(older, place));
  return client;
}

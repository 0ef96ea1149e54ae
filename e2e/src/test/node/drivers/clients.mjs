// One way to use the official clients of both eras.

import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';

const INFO = { name: 'driver', version: '1.0.0' };
const LEGACY_SCHEMAS = {
  'elicitation/create': ElicitRequestSchema,
  'sampling/createMessage': CreateMessageRequestSchema,
  'roots/list': ListRootsRequestSchema,
};

/**
 * Connects a client of an era to a URL.
 *
 * @param era 'legacy', which opens with initialize, or 'modern', which speaks 2026-07-28 only
 * @param handlers what answers the server's questions, by method
 */
export async function connect(era, url, capabilities, handlers) {
  const modern = era === 'modern';
  const client = modern
    ? new ModernClient(INFO, { capabilities, versionNegotiation: { mode: { pin: '2026-07-28' } } })
    : new LegacyClient(INFO, { capabilities });
  for (const [method, handler] of Object.entries(handlers)) {
    client.setRequestHandler(modern ? method : LEGACY_SCHEMAS[method], handler);
  }
  await client.connect(modern ? new ModernHttp(new URL(url)) : new LegacyHttp(new URL(url)));
  return client;
}

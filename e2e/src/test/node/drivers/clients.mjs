// One way to use the official clients of both eras.

import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  PromptListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';

const INFO = { name: 'driver', version: '1.0.0' };
const LEGACY_SCHEMAS = {
  'elicitation/create': ElicitRequestSchema,
  'sampling/createMessage': CreateMessageRequestSchema,
  'roots/list': ListRootsRequestSchema,
  'notifications/message': LoggingMessageNotificationSchema,
  'notifications/tools/list_changed': ToolListChangedNotificationSchema,
  'notifications/prompts/list_changed': PromptListChangedNotificationSchema,
  'notifications/resources/updated': ResourceUpdatedNotificationSchema,
};

/** How a client of an era names a message it handles. */
export const kind = (era, method) => (era === 'modern' ? method : LEGACY_SCHEMAS[method]);

/**
 * Connects a client of an era.
 *
 * @param era 'legacy', which opens with initialize, or 'modern', which speaks 2026-07-28 only
 * @param place a URL, or a command that is spoken with on standard input and output
 * @param handlers what answers the server's questions, by method
 */
export async function connect(era, place, capabilities, handlers) {
  const modern = era === 'modern';
  const client = modern
    ? new ModernClient(INFO, { capabilities, versionNegotiation: { mode: { pin: '2026-07-28' } } })
    : new LegacyClient(INFO, { capabilities });
  for (const [method, handler] of Object.entries(handlers)) client.setRequestHandler(kind(era, method), handler);
  const [Http, Stdio] = modern ? [ModernHttp, ModernStdio] : [LegacyHttp, LegacyStdio];
  const [command, ...args] = Array.isArray(place) ? place : [];
  await client.connect(command ? new Stdio({ command, args }) : new Http(new URL(place)));
  return client;
}

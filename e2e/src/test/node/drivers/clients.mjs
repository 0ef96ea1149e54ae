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

const MODES = { modern: { pin: '2026-07-28' }, auto: 'auto', old: 'legacy' };

/** How the client of a mode names a message it handles. */
export const kind = (mode, method) => (mode === 'legacy' ? LEGACY_SCHEMAS[method] : method);

/**
 * Connects an official client.
 *
 * @param mode 'legacy' for the one of the older era, which opens with initialize; else the one of the newer: 'modern',
 *     which speaks 2026-07-28 only, 'auto', which finds out, or 'old', which speaks like the older
 * @param place a URL, or a command that is spoken with on standard input and output
 * @param handlers what answers the server's questions, by method
 */
export async function connect(mode, place, capabilities, handlers) {
  const older = mode === 'legacy';
  const client = older
    ? new LegacyClient(INFO, { capabilities })
    : new ModernClient(INFO, { capabilities, versionNegotiation: { mode: MODES[mode] } });
  for (const [method, handler] of Object.entries(handlers)) client.setRequestHandler(kind(mode, method), handler);
  const [Http, Stdio] = older ? [LegacyHttp, LegacyStdio] : [ModernHttp, ModernStdio];
  const [command, ...args] = Array.isArray(place) ? place : [];
  await client.connect(command ? new Stdio({ command, args }) : new Http(new URL(place)));
  return client;
}

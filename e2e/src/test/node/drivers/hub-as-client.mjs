// The client under test of the suite's client leg is the hub: this starts one with the suite's server as its only server,
// and then does through it what a model's client would do in that scenario. Standing in the environment:
//
//   HUB_COMMAND                a JSON array that starts the hub; the configuration file and the address are added
//   DRIVER_ERA                 'legacy' or 'modern', the era of the client in front of the hub
//   MCP_CONFORMANCE_SCENARIO   set by the suite, like MCP_CONFORMANCE_CONTEXT

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from './clients.mjs';

const upstream = process.argv.at(-1);
const scenario = process.env.MCP_CONFORMANCE_SCENARIO;
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
let client;

const capabilities = { roots: {}, sampling: {}, elicitation: { form: { applyDefaults: true } } };
const handlers = {
  'roots/list': () => ({ roots: [] }),
  'sampling/createMessage': () => ({ role: 'assistant', model: 'none', content: { type: 'text', text: 'Yes.' } }),
  'elicitation/create': async () => {
    // While one call waits for its answer, another must carry nothing of it.
    if (scenario === 'sep-2322-client-request-state') await call('test_mrtr_unrelated');
    const defaults = scenario === 'elicitation-sep1034-client-defaults';
    return { action: 'accept', content: defaults ? {} : { confirmed: true } };
  },
};

const call = (name, given = {}) => client.callTool({ name, arguments: given });
// A server without tools has no list of them, and the hub in front of it says so.
const listed = async () => (client.getServerCapabilities()?.tools ? (await client.listTools()).tools : []);
const callAll = async (given) => {
  for (const { name } of await listed()) await call(name, given);
};

const scenarios = {
  initialize: () => callAll({ a: 2, b: 3 }),
  tools_call: () => callAll({ a: 2, b: 3 }),
  'request-metadata': listed,
  'sep-2322-client-request-state': async () => {
    await listed();
    for (const name of ['test_mrtr_echo_state', 'test_mrtr_no_state', 'test_mrtr_no_result_type']) await call(name);
  },
  'http-standard-headers': async () => {
    await callAll();
    for (const { uri } of (await client.listResources()).resources) await client.readResource({ uri });
    for (const { name } of (await client.listPrompts()).prompts) await client.getPrompt({ name });
  },
  'http-custom-headers': async () => {
    await listed();
    for (const each of context.toolCalls) await call(each.name, each.arguments);
  },
  'http-invalid-tool-headers': () => callAll({ region: 'us-west1' }),
  'json-schema-ref-no-deref': listed,
  'json-schema-2020-12-preservation': async () => {
    const focal = (await listed()).find((tool) => tool.name === 'json_schema_2020_12_tool');
    await call('json_schema_echo', { schema: focal.inputSchema });
  },
  'sse-retry': () => call('test_reconnection'),
  'elicitation-sep1034-client-defaults': () => call('test_client_elicitation_defaults'),
};

async function started(hub) {
  let said = '';
  return new Promise((resolve, reject) => {
    const read = (chunk) => {
      said += chunk;
      process.stderr.write(chunk);
      const url = /ready at (http:\/\/\S+)\s/.exec(said)?.[1];
      if (url) resolve(url);
    };
    hub.stdout.on('data', read);
    hub.stderr.on('data', read);
    hub.on('exit', (code) => reject(new Error(`The hub ended with ${code} before it listened`)));
  });
}

const directory = mkdtempSync(join(tmpdir(), 'driver'));
const file = join(directory, 'hub.json');
writeFileSync(file, JSON.stringify({ names: 'plain', mcpServers: { suite: { url: upstream } } }));
const [program, ...options] = JSON.parse(process.env.HUB_COMMAND);
const hub = spawn(program, [...options, 'serve', file, '--http', '127.0.0.1:0'], { stdio: ['pipe', 'pipe', 'pipe'] });
let code = 0;
try {
  const url = await started(hub);
  client = await connect(process.env.DRIVER_ERA, url, capabilities, handlers);
  await scenarios[scenario]();
  await client.close();
} catch (error) {
  console.error(error);
  code = 1;
} finally {
  const gone = new Promise((resolve) => hub.on('exit', resolve));
  hub.kill();
  if (hub.exitCode === null && hub.signalCode === null) await gone;
  rmSync(directory, { recursive: true });
}
process.exit(code);

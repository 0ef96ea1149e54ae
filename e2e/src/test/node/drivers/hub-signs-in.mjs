// The client under test of the suite's auth scenarios is the hub: this is the operator who signs in with 'nave login', and
// the model's client in front of the hub, who opens the pages it is asked to open. A browser that follows redirects is the
// program 'nave login' is given. Standing in the environment: as for hub-as-client.mjs.

import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from './clients.mjs';

const upstream = process.argv.at(-1);
const scenario = process.env.MCP_CONFORMANCE_SCENARIO;
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
const [program, ...options] = JSON.parse(process.env.HUB_COMMAND);
const directory = mkdtempSync(join(tmpdir(), 'driver'));
const patience = 60_000;

function auth() {
  const client = { clientId: context.client_id };
  if (context.private_key_pem) return { grant: 'client_credentials', ...client, privateKey: context.private_key_pem };
  if (scenario.startsWith('auth/client-credentials')) {
    return { grant: 'client_credentials', ...client, clientSecret: context.client_secret };
  }
  return context.client_id ? { ...client, clientSecret: context.client_secret } : undefined;
}

const own = auth();
const file = join(directory, 'hub.json');
writeFileSync(
  file,
  JSON.stringify({
    names: 'plain',
    mcpServers: { suite: { url: upstream, ...(own && { auth: own }) } },
    secrets: { store: join(directory, 'secrets.json'), masterKey: 'file', keyFile: join(directory, 'master.key') },
    signIn: { clientMetadata: 'https://conformance-test.local/client-metadata.json' },
  }),
);

const browser = join(directory, 'browser.mjs');
writeFileSync(browser, `#!${process.execPath}\nawait (await fetch(process.argv[2])).text();\n`);
chmodSync(browser, 0o755);

/** Signs in as the operator does; whether that went well. */
async function login() {
  const command = spawn(program, [...options, 'login', 'suite', '-c', file, '--browser', browser]);
  command.stdout.pipe(process.stderr, { end: false });
  command.stderr.pipe(process.stderr, { end: false });
  return (await new Promise((resolve) => command.on('exit', resolve))) === 0;
}

/** Does on the hub's pages what a person does in a browser. */
async function signIn(url) {
  const jar = new Map();
  const browse = async (to, init = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(to, { redirect: 'manual', ...init, headers: { ...init.headers, ...(cookie && { cookie }) } });
    for (const set of answer.headers.getSetCookie()) jar.set(...set.split(';')[0].split(/=(.*)/s).slice(0, 2));
    const next = answer.headers.get('location');
    if (next) return browse(new URL(next, to));
    const text = await answer.text();
    const onward = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(text)?.[1].replaceAll('&amp;', '&');
    return onward ? browse(onward) : text;
  };
  const page = await browse(url);
  const ticket = /name="ticket" value="([^"]+)"/.exec(page)[1];
  await browse(new URL('/oauth/sign-in', url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin },
    body: new URLSearchParams({ ticket }).toString(),
  });
}

const capabilities = { elicitation: { form: {}, url: {} } };
const handlers = {
  'elicitation/create': ({ params }) => {
    // The call waits until the sign-in is done, not until the page is opened.
    signIn(params.url).catch((error) => console.error(error));
    return { action: 'accept' };
  },
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

/** Waits until the hub lists the tool; signs in once more when what it had did not do. */
async function listed(url) {
  const end = Date.now() + patience;
  for (let again = own?.grant ? 0 : 1; Date.now() < end; ) {
    const client = await connect(process.env.DRIVER_ERA, url, capabilities, handlers);
    const tools = client.getServerCapabilities()?.tools ? (await client.listTools()).tools : [];
    if (tools.some(({ name }) => name === 'test-tool')) return client;
    await client.close();
    if (again-- > 0 && !(await login())) throw new Error('The second sign-in failed');
    await pause(200);
  }
  throw new Error('The hub never listed the tool');
}

let hub;
let code = 0;
try {
  if (!own?.grant && !(await login())) throw new Error('The sign-in failed');
  hub = spawn(program, [...options, 'serve', file, '--http', '127.0.0.1:0'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const client = await listed(await started(hub));
  const result = await client.callTool({ name: 'test-tool', arguments: {} });
  if (result.isError) throw new Error(JSON.stringify(result));
  await client.close();
} catch (error) {
  console.error(error);
  code = 1;
} finally {
  if (hub) {
    const gone = new Promise((resolve) => hub.on('exit', resolve));
    hub.kill();
    if (hub.exitCode === null && hub.signalCode === null) await gone;
  }
  rmSync(directory, { recursive: true });
}
process.exit(code);

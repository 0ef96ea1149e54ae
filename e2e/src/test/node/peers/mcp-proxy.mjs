// The npm package mcp-proxy in front of a server that speaks on standard input and output: COMMAND… Its command line takes
// no port of the system's choice that it would also tell, so this chooses one, again if another process was faster.

import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(import.meta.resolve('mcp-proxy')).replace(/dist\/.*/, 'dist/bin/mcp-proxy.mjs');

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true) || socket.destroy());
    socket.on('error', () => resolve(false));
  });

let child;
process.on('exit', () => child?.kill());
process.on('SIGTERM', () => process.exit(0));
for (;;) {
  const port = await freePort();
  const options = ['--host', '127.0.0.1', '--port', String(port), '--server', 'stream', '--'];
  child = spawn(process.execPath, [program, ...options, ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  while (child.exitCode === null && !(await answers(port))) await sleep(50);
  if (child.exitCode !== null) continue;
  console.log(`listening http://127.0.0.1:${port}/mcp`);
  break;
}

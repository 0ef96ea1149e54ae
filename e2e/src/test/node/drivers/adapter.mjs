// Stands between the suite, which knows the names of one server alone, and a hub that serves several under prefixed names:
//
//   --http PORT HUB_URL ALIAS
//
// Names and URIs of requests get the alias, those of answers lose it; nothing else is touched. GET /counts says how many
// were mapped: in bodies of requests, in headers, and in answers.

import { createServer, request as send } from 'node:http';

const [, port, hub, alias] = process.argv.slice(2);
const counts = { requests: 0, headers: 0, answers: 0 };
const hubHost = new URL(hub).host;

// A name that already has a prefix belongs to a server beside; a URI likewise.
const named = (value) => (typeof value === 'string' && !value.includes('__') ? `${alias}__${value}` : value);
const located = (value) => (typeof value === 'string' && !/^[a-z]+\+/.test(value) ? `${alias}+${value}` : value);
const bare = (prefix) => (value) =>
  typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : value;
const bareName = bare(`${alias}__`);
const bareUri = bare(`${alias}+`);

function map(kind, holder, member, change) {
  const before = holder?.[member];
  if (before === undefined) return;
  const after = change(before);
  if (after === before) return;
  holder[member] = after;
  counts[kind]++;
}

function mapRequest({ method, params }) {
  const wanted = (member, change) => map('requests', params, member, change);
  if (method === 'tools/call' || method === 'prompts/get') wanted('name', named);
  if (/^resources\/(read|subscribe|unsubscribe)$/.test(method)) wanted('uri', located);
  if (method === 'completion/complete') {
    map('requests', params?.ref, 'name', named);
    map('requests', params?.ref, 'uri', located);
  }
  params?.notifications?.resourceSubscriptions?.forEach((_, at, all) => map('requests', all, at, located));
}

function mapHeaders(headers) {
  const method = headers['mcp-method'];
  if (method === 'tools/call' || method === 'prompts/get') map('headers', headers, 'mcp-name', named);
  if (method === 'resources/read') map('headers', headers, 'mcp-name', located);
}

function mapAnswer({ result, error, params }) {
  const given = (holder, member, change) => map('answers', holder, member, change);
  for (const each of [...(result?.tools ?? []), ...(result?.prompts ?? [])]) given(each, 'name', bareName);
  for (const each of [...(result?.resources ?? []), ...(result?.contents ?? [])]) given(each, 'uri', bareUri);
  for (const each of result?.resourceTemplates ?? []) given(each, 'uriTemplate', bareUri);
  for (const each of [...(result?.content ?? []), ...(result?.messages ?? []).map(({ content }) => content)]) {
    given(each, 'uri', bareUri);
    given(each.resource, 'uri', bareUri);
  }
  given(error?.data, 'uri', bareUri);
  given(params, 'uri', bareUri);
}

function rewritten(json, change) {
  try {
    const message = JSON.parse(json);
    (Array.isArray(message) ? message : [message]).forEach(change);
    return JSON.stringify(message);
  } catch {
    return json;
  }
}

/** Sends the events of a stream on as they come, line by line. */
function relayEvents(from, to) {
  let rest = '';
  from.setEncoding('utf8');
  from.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const data = /^data: ?(\{.*\})\r?$/.exec(line)?.[1];
      to.write(data === undefined ? `${line}\n` : `data: ${rewritten(data, mapAnswer)}\n`);
    }
  });
  from.on('end', () => to.end(rest));
}

function relay(request, response, body) {
  const headers = { ...request.headers };
  mapHeaders(headers);
  // The hub must judge a foreign host for itself, and take this one for its own.
  if (headers.host === server.ownHost) headers.host = hubHost;
  if (headers.origin === `http://${server.ownHost}`) headers.origin = `http://${hubHost}`;
  const sent = body.length === 0 ? '' : rewritten(body, mapRequest);
  if (sent !== '') headers['content-length'] = Buffer.byteLength(sent);
  const onward = send(hub, { method: request.method, headers }, (answer) => {
    const { 'content-length': _, ...kept } = answer.headers;
    response.writeHead(answer.statusCode, kept);
    if (answer.headers['content-type']?.includes('text/event-stream')) {
      response.flushHeaders();
      return relayEvents(answer, response);
    }
    const chunks = [];
    answer.on('data', (chunk) => chunks.push(chunk));
    answer.on('end', () => response.end(rewritten(Buffer.concat(chunks).toString('utf8'), mapAnswer)));
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  onward.end(sent);
}

const server = createServer((request, response) => {
  if (request.url === '/counts') return response.end(JSON.stringify(counts));
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => relay(request, response, Buffer.concat(chunks).toString('utf8')));
});
server.listen(Number(port), '127.0.0.1', () => {
  server.ownHost = `127.0.0.1:${server.address().port}`;
  console.log(`listening http://${server.ownHost}/mcp`);
});

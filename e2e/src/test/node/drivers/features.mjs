// Tries features of servers through one official client, and says what works:
//
//   ERA PLACE SERVERS   'legacy' or 'modern'; where, as JSON: a URL or a command; the servers there, as JSON:
//                       [{alias, era, wire, features: […]}], an alias of '-' for a server that stands there itself
//
// Prints one line of JSON at the end: {alias: {"feature": "" or what went wrong, …}, …}.

import { features as changes } from './features/changes.mjs';
import { Clients, before } from './features/context.mjs';
import { features as calls } from './features/calls.mjs';
import { features as questions } from './features/questions.mjs';
import { features as revisions } from './features/revisions.mjs';
import { features as things } from './features/things.mjs';
import { trying } from './trying.mjs';

const [era, place, servers] = process.argv.slice(2);
const known = { ...calls, ...things, ...questions, ...changes, ...revisions };
const clients = new Clients(era, JSON.parse(place));
const found = {};
for (const server of JSON.parse(servers)) {
  const context = await before(clients, server);
  const wanted = server.features.map((name) => [
    name,
    () => (known[name] ? known[name](context) : Promise.reject(new Error('nobody has written how to try it'))),
  ]);
  found[server.alias] = await trying(Object.fromEntries(wanted), `${server.alias} `);
}
await clients.close();
console.log(JSON.stringify(found));
process.exit(0);

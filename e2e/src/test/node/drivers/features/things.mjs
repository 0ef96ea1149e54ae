// Prompts, resources, completion, and how lists are given.

import assert from 'node:assert/strict';
import { failure } from '../trying.mjs';

const LISTS = { tools: 'tools', prompts: 'prompts', resources: 'resources', 'resources/templates': 'resourceTemplates' };

export const features = {
  'prompts: list and get': async ({ listed, named, client }) => {
    const { entries } = await listed('prompts/list', 'prompts');
    assert(entries.some((prompt) => prompt.name === named('test_prompt_with_arguments')));
    const given = { name: named('test_prompt_with_arguments'), arguments: { arg1: 'x', arg2: 'y' } };
    assert.match((await client.getPrompt(given)).messages[0].content.text, /arg1='x', arg2='y'/);
  },
  'prompts: embedded resource': async ({ client, named, located }) => {
    const given = { name: named('test_prompt_with_embedded_resource'), arguments: { resourceUri: 'test://any' } };
    assert.equal((await client.getPrompt(given)).messages[0].content.resource.uri, located('test://any'));
  },
  'resources: list and read': async ({ listed, client, located }) => {
    const { entries } = await listed('resources/list', 'resources');
    const { uri } = entries.find(
      (resource) => resource.name === 'static-text' && resource.uri.startsWith(located('')),
    );
    assert.equal((await client.readResource({ uri })).contents[0].text.slice(0, 19), 'This is the content');
    const binary = await client.readResource({ uri: located('test://static-binary') });
    assert.match(binary.contents[0].blob, /^iVBOR/);
  },
  'resources: templates': async ({ listed, client, located }) => {
    const { entries } = await listed('resources/templates/list', 'resourceTemplates');
    assert(entries.some(({ uriTemplate }) => uriTemplate === located('test://template/{id}/data')));
    const { contents } = await client.readResource({ uri: located('test://template/42/data') });
    assert.equal(JSON.parse(contents[0].text).id, '42');
  },
  'resources: not found': async ({ client, located, modern }) => {
    const error = await failure(client.readResource({ uri: located('test://nothing') }));
    assert.equal(error.code, modern ? -32602 : -32002);
  },
  'completion: of a prompt': async ({ client, named }) => {
    const ref = { type: 'ref/prompt', name: named('test_prompt_with_arguments') };
    const { completion } = await client.complete({ ref, argument: { name: 'arg1', value: 'par' } });
    assert.deepEqual(completion.values, ['paris', 'park', 'party']);
  },
  'completion: of a template, in a context': async ({ client, located }) => {
    const ref = { type: 'ref/resource', uri: located('test://template/{id}/data') };
    const argument = { name: 'id', value: 'park' };
    const { completion } = await client.complete({ ref, argument, context: { arguments: { town: 'Bern' } } });
    assert.deepEqual(completion.values, ['park', 'in Bern']);
  },
  'pagination: of a server': async ({ listed, named, located }) => {
    for (const [kind, member] of Object.entries(LISTS)) {
      const { entries } = await listed(`${kind}/list`, member);
      const wanted = {
        tools: ({ name }) => name === named('test_second_page_tools'),
        prompts: ({ name }) => name === named('test_second_page_prompts'),
        resources: ({ uri }) => uri === located('test://second-page'),
        resourceTemplates: ({ uriTemplate }) => uriTemplate === located('test://second-page/{of}'),
      }[member];
      assert(entries.some(wanted), member);
    }
  },
  'pagination: of the hub': async ({ listed, client, modern, request }) => {
    const { entries, pages } = await listed('tools/list', 'tools');
    assert(pages > 1, `${pages} page of ${entries.length}`);
    assert.equal(new Set(entries.map(({ name }) => name)).size, entries.length);
    assert.equal((await failure(request('tools/list', { cursor: 'never given' }))).code, -32602);
    // The newer client goes through the pages by itself.
    if (modern) assert.equal((await client.listTools()).tools.length, entries.length);
  },
  'caching hints': async ({ request, located }) => {
    const hinted = [await request('resources/read', { uri: located('test://static-text') })];
    for (const kind of Object.keys(LISTS)) hinted.push(await request(`${kind}/list`));
    for (const { ttlMs, cacheScope } of hinted) {
      assert(Number.isInteger(ttlMs) && ttlMs >= 0, `ttlMs ${ttlMs}`);
      assert(['public', 'private'].includes(cacheScope), `cacheScope ${cacheScope}`);
    }
  },
};

// Changes that servers tell of.

import assert from 'node:assert/strict';
import { eventually, failure } from '../trying.mjs';

const WATCHED = 'test://watched-resource';

/** A list really changes before its clients hear of it. */
const list = (filter, kind, tool, method, member) => async ({ changes, call, listed, named, located }) => {
  await changes({ [filter]: true }, `notifications/${kind}/list_changed`, () => call(tool));
  const { entries } = await listed(method, member);
  const dynamic = { tools: 'test_dynamic_tools', prompts: 'test_dynamic_prompts' }[member];
  const of = ({ name, uri, uriTemplate }) =>
    dynamic ? name === named(dynamic) : (uri ?? uriTemplate).startsWith(located('test://dynamic'));
  assert.match(entries.find(of).description, /^Changed \d+ times$/);
};

export const features = {
  'changes: tools': list('toolsListChanged', 'tools', 'test_trigger_tool_change', 'tools/list', 'tools'),
  'changes: prompts': list('promptsListChanged', 'prompts', 'test_trigger_prompt_change', 'prompts/list', 'prompts'),
  'changes: resources': list(
    'resourcesListChanged',
    'resources',
    'test_trigger_resources_change',
    'resources/list',
    'resources',
  ),
  'changes: templates': list(
    'resourcesListChanged',
    'resources',
    'test_trigger_templates_change',
    'resources/templates/list',
    'resourceTemplates',
  ),
  'changes: a resource': async ({ modern, client, located, changes, call }) => {
    const uri = located(WATCHED);
    if (!modern) await client.subscribeResource({ uri });
    const [found] = await changes({ resourceSubscriptions: [uri] }, 'notifications/resources/updated', () =>
      call('test_trigger_resource_change'),
    );
    assert.equal(found.uri, uri);
    if (!modern) await client.unsubscribeResource({ uri });
  },
  'changes: a resource while its server was away': async ({ modern, client, located, heard, call }) => {
    const uri = located(WATCHED);
    if (!modern) await client.subscribeResource({ uri });
    const subscription = modern ? await client.listen({ resourceSubscriptions: [uri] }) : undefined;
    let told;
    // What changed while nobody could tell is not known, so the client is told once that it may have.
    await heard('notifications/resources/updated', 1, async () => {
      await call('test_lose_connections');
    }).then((found) => (told = found));
    await eventually('the server is back', () =>
      call('test_trigger_resource_change').then(
        ({ isError }) => !isError,
        () => false,
      ),
    );
    await eventually('the change after it', () => told.length > 1);
    assert.deepEqual(
      told.map((each) => each.uri),
      [uri, uri],
    );
    await subscription?.close();
    if (!modern) await client.unsubscribeResource({ uri });
  },
  'changes: none unasked': async ({ client, call, heard, text }) => {
    const found = await heard('notifications/resources/updated', 0, async () => {
      await call('test_trigger_resource_change');
      await text('test_simple_text');
    });
    assert.deepEqual(found, []);
  },
};

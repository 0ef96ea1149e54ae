// What servers ask their clients during a request.

import assert from 'node:assert/strict';
import { eventually, failure } from '../trying.mjs';

export const features = {
  'elicitation: accepted': async ({ text }) => {
    assert.equal(await text('test_input_required_result_elicitation'), 'Hello, name for What is your name?!');
  },
  'elicitation: declined and cancelled': async ({ person, text }) => {
    for (const action of ['decline', 'cancel']) {
      person.replies.push({ action });
      assert.match(await text('test_elicitation', { message: 'Well?' }), new RegExp(`action=${action}`));
    }
  },
  'elicitation: defaults': async ({ text }) => {
    assert.match(await text('test_elicitation_sep1034_defaults'), /"score":95.5/);
  },
  'elicitation: enumerations': async ({ text }) => {
    assert.match(await text('test_elicitation_sep1330_enums'), /"titledMulti":\["value2"\]/);
  },
  'elicitation: page': async ({ text }) => assert.equal(await text('test_url_elicitation'), 'Visited: accept'),
  'elicitation: page first, then the call': async ({ modern, server, call, text }) => {
    if (!modern && server.era === 'legacy') {
      // -32042 of 2025-11-25, as the server said it: the client opens the page and calls again.
      const refused = await failure(call('test_url_required'));
      assert.equal(refused.code, -32042);
      const [{ mode, url, elicitationId }] = refused.data.elicitations;
      assert.deepEqual([mode, url], ['url', 'https://example.test/sign-in']);
      assert(elicitationId);
    }
    assert.equal(await text('test_url_required'), 'Visited: accept');
  },
  'elicitation: told that the page is done': async ({ heard, text, person }) => {
    person.asked.length = 0;
    const [told] = await heard('notifications/elicitation/complete', 1, () => text('test_page_completed'));
    assert.equal(told.elicitationId, person.asked[0].params.elicitationId);
  },
  sampling: async ({ text }) =>
    assert.equal(await text('test_sampling', { prompt: 'Hi' }), 'LLM response: You said: Hi'),
  'sampling: with tools, and content in blocks': async ({ text }) => {
    assert.equal(await text('test_sampling_tools'), '2 uses, then: It says: Rain in Bern');
  },
  roots: async ({ text }) => {
    assert.equal(
      await text('test_input_required_result_list_roots'),
      'Found 2 root(s): file:///one file:///two',
    );
  },
  'roots: changed meanwhile': async ({ modern, server, person, client, text }) => {
    const told = async () => Number(await text('test_roots_changed'));
    const before = await told();
    const roots = person.roots;
    person.roots = [{ uri: 'file:///three' }];
    try {
      if (!modern) await client.sendRootsListChanged();
      if (!modern && server.era === 'legacy') await eventually('the server hears', async () => (await told()) > before);
      assert.equal(await text('test_input_required_result_list_roots'), 'Found 1 root(s): file:///three');
    } finally {
      person.roots = roots;
    }
  },
  'questions: several at once': async ({ text }) => {
    assert.match(await text('test_input_required_result_multiple_inputs'), /^Name: name for .*; Roots: 2$/);
  },
  'questions: several rounds': async ({ text }) => {
    assert.match(await text('test_input_required_result_multi_round'), /^Multi-round complete for name .* likes color/);
  },
  'questions: the call runs once': async ({ text, call }) => {
    const count = async () => Number(await text('test_call_count', { tool: 'test_input_required_result_multi_round' }));
    const before = await count();
    await call('test_input_required_result_multi_round');
    assert.equal(await count(), before + 1);
  },
  'questions: of several calls at a time': async ({ text }) => {
    const messages = ['a', 'b', 'c', 'd'];
    const said = await Promise.all(messages.map((message) => text('test_elicitation', { message })));
    messages.forEach((message, at) => assert(said[at].includes(`"username":"username for ${message}"`), said[at]));
  },
  'questions: during prompts/get': async ({ client, named }) => {
    const { messages } = await client.getPrompt({ name: named('test_input_required_result_prompt') });
    assert.match(messages[0].content.text, /^Prompt with context: context for /);
  },
  'questions: during resources/read': async ({ client, located }) => {
    const { contents } = await client.readResource({ uri: located('test://asking') });
    assert.equal(contents[0].text, 'It says: text for What does it say?');
  },
  'questions: only what the client can answer': async ({ clients, modern, named, rest }) => {
    const mute = await clients.get('mute', {}, {});
    const ended = await mute.callTool({ name: named('test_missing_capability'), arguments: {} }, ...rest({})).catch((error) => error);
    if (modern) assert.equal(ended.code, -32021);
    else assert(ended.isError || ended.code, JSON.stringify(ended));
  },
};

// Trying features one by one, and saying what works.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE = 30_000;

/** Waits until a probe is true; not for ever. */
export async function eventually(what, probe) {
  const end = Date.now() + PATIENCE;
  while (!(await probe())) {
    assert(Date.now() < end, `not in time: ${what}`);
    await sleep(50);
  }
}

/** The error a promise must end with. */
export function failure(promise) {
  return promise.then(
    () => assert.fail('no error'),
    (error) => error,
  );
}

/** Tries all and gives what went wrong with each, '' for nothing. */
export async function trying(features, prefix = '') {
  const found = {};
  for (const [name, feature] of Object.entries(features)) {
    const over = new AbortController();
    const late = sleep(PATIENCE + 15_000, undefined, over).then(() => assert.fail('it hangs'));
    late.catch(() => {});
    const began = Date.now();
    found[name] = await Promise.race([feature(), late]).then(
      () => '',
      (error) => `${error.message}`.slice(0, 2000) || 'it failed',
    );
    over.abort();
    console.error(`${prefix}${name}: ${found[name] || 'ok'} (${Date.now() - began} ms)`);
  }
  return found;
}

/** Tries all, prints one line of JSON, {"feature": "" or what went wrong, …}, and ends the process. */
export async function tryAll(features) {
  console.log(JSON.stringify(await trying(features)));
  process.exit(0);
}

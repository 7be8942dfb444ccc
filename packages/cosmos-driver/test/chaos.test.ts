import { beforeAll, expect, it } from '@jest/globals';
import { runChaos } from './chaos/run-chaos.ts';
import { operations, seed, tell } from './chaos/settings.ts';

// Parts that are loaded on demand take turns of the event loop, once: a run that is to be repeated has them loaded.
beforeAll(() => runChaos(9, 200));

it(`leaves every item as its history allows, whatever goes wrong (seed ${seed})`, async () => {
  const { changes, ends } = await runChaos(seed, operations);
  tell({ changes, ends });
  expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(operations);
  expect(changes.faults).toBeGreaterThan(0);
  expect(changes.splits).toBeGreaterThan(0);
  expect(changes.failovers).toBeGreaterThan(0);
}, 1_800_000);

it('does the same again for the same seed', async () => {
  expect(await runChaos(7, 500)).toEqual(await runChaos(7, 500));
});

import { expect, it } from '@jest/globals';
import { runChaos } from './chaos/run-chaos.ts';
import { operations, seed, tell } from './chaos/settings.ts';

it(`loses what had not replicated and nothing else, and hides it from no session (seed ${seed})`, async () => {
  const { changes, ends } = await runChaos(seed, operations, 'unplanned');
  tell({ changes, ends });
  expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(operations);
  expect(changes.losses).toBeGreaterThan(0);
  expect(changes.lostWrites).toBeGreaterThan(0);
  expect(ends['read session-not-available after a loss']).toBeGreaterThan(0);
}, 1_800_000);

it('does the same again for the same seed', async () => {
  expect(await runChaos(7, 500, 'unplanned')).toEqual(await runChaos(7, 500, 'unplanned'));
});

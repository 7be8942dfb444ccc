import { beforeAll, expect, it } from '@jest/globals';
import { runChaos } from './chaos/run-chaos.ts';
import { operations, seed, tell } from './chaos/settings.ts';

// Parts that are loaded on demand take turns of the event loop, once: a run that is to be repeated has them loaded.
beforeAll(() => runChaos(9, 200, 'unplanned'));

it(`loses what had not replicated and nothing else, and hides it from no session (seed ${seed})`, async () => {
  const { changes, ends } = await runChaos(seed, operations, 'unplanned');
  tell({ changes, ends });
  expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(operations);
}, 1_800_000);

it('does the same again for the same seed, and has lost writes that sessions had seen', async () => {
  const figures = await runChaos(9, 1_000, 'unplanned');
  expect(await runChaos(9, 1_000, 'unplanned')).toEqual(figures);
  expect(figures.changes.losses).toBeGreaterThan(0);
  expect(figures.changes.lostWrites).toBeGreaterThan(0);
  expect(Object.keys(figures.ends)).toContainEqual(expect.stringMatching(/session-not-available after a loss$/));
});

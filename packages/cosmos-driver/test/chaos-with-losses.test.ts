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

it('does the same again for the same seed', async () => {
  expect(await runChaos(9, 500, 'unplanned')).toEqual(await runChaos(9, 500, 'unplanned'));
});

// What one seed comes to depends on the order of turns: several of them always come to it.
it('has lost writes that sessions had seen', async () => {
  const runs: Awaited<ReturnType<typeof runChaos>>[] = [];
  for (const each of [1, 2, 3, 4, 5, 6]) runs.push(await runChaos(each, 1_000, 'unplanned'));
  expect(runs.some(({ changes }) => changes.losses > 0 && changes.lostWrites > 0)).toBe(true);
  const ends = runs.flatMap((run) => Object.keys(run.ends));
  expect(ends).toContainEqual(expect.stringMatching(/session-not-available after a loss$/));
});

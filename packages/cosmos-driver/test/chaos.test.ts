import { expect, it } from '@jest/globals';
import { runChaos } from './chaos/run-chaos.ts';

// `pnpm chaos` does 200,000 operations; both take PERDURA_SEED to repeat what they printed.
const operations = Number(process.env.PERDURA_CHAOS ?? 2_000);
const seed = Number(process.env.PERDURA_SEED ?? Date.now() % 2 ** 31);

it(`leaves every item as its history allows, whatever goes wrong (seed ${seed})`, async () => {
  const { changes, ends } = await runChaos(seed, operations);
  if (operations > 2_000)
    process.stdout.write(`${JSON.stringify({ operations, seed, changes, ends }, undefined, 2)}\n`);
  expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(operations);
  expect(changes.faults).toBeGreaterThan(0);
  expect(changes.splits).toBeGreaterThan(0);
  expect(changes.failovers).toBeGreaterThan(0);
}, 1_800_000);

it('does the same again for the same seed', async () => {
  expect(await runChaos(7, 500)).toEqual(await runChaos(7, 500));
});

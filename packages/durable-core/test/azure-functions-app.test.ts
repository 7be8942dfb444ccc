import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('./programs/azure-functions-app.ts', import.meta.url));

const { stdout, stderr } = spawnSync(
  process.execPath,
  ['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning', program],
  { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
);
if (stdout === '') throw new Error(stderr);
const { mine, peers, refused } = JSON.parse(stdout);

/** Three flows of two doublings each. */
const sums = Array.from({ length: 20 }, (_, input) => 4 * (3 * input + 6));

describe('an app as the worker loads it', () => {
  it('runs many instances at once, beside those of durable-functions and activities that do real work', () => {
    expect(mine.map(([sum]: [number]) => sum)).toEqual(sums);
    expect(peers.map(([sum]: [number]) => sum)).toEqual(sums);
  });

  it('gives its own clock to orchestrations of ours only', () => {
    expect(new Set(mine.map(([, isClock]: [number, boolean]) => isClock))).toEqual(new Set([true]));
    expect(new Set(peers.map(([, isClock]: [number, boolean]) => isClock))).toEqual(new Set([false]));
  });

  it('fails an orchestration that does real work, with its line', () => {
    expect(refused).toMatch(/'Guarded' .* does real work \(Timeout\) at .*azure-functions-app\.ts:\d+/);
  });
});

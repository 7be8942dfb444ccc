import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('./programs/stable-globals.ts', import.meta.url));
const startMs = Date.parse('2024-01-01T00:00:00Z');

const { stdout, stderr } = spawnSync(
  process.execPath,
  ['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning', program],
  { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
);
if (stdout === '') throw new Error(stderr);
const { inside, outside } = JSON.parse(stdout);

describe('clock and random of the process, in an orchestrator', () => {
  it('are the same in every replay, and others in other instances', () => {
    expect(inside.again).toEqual(inside.once);
    for (const name of Object.keys(inside.once)) expect(inside.other[name]).not.toEqual(inside.once[name]);
    expect(Object.keys(inside.once)).toHaveLength(6);
    expect(new Set(inside.once.uuids).size).toBe(3);
  });

  it('tell orchestrator time, as performance.now since the execution began', () => {
    const minuteMs = startMs + 60_000;
    expect(inside.clock).toEqual([
      [startMs, startMs, startMs, 0, 0],
      [minuteMs, minuteMs, minuteMs, 60_000, 60_000],
    ]);
    expect(inside.generator).toBe(startMs + 5_000);
  });

  it('stay within the bounds that are asked for', () => {
    const { random, ints, values, bytes, filled } = inside.once;
    expect(random >= 0 && random < 1).toBe(true);
    expect([5, 6]).toContain(ints[1]);
    expect(values[1].some((value: number) => value > 255)).toBe(true);
    expect([bytes[0].length, bytes[1].length, filled[1].length]).toEqual([6, 4, 4]);
    expect([filled[0][0], filled[0][3]]).toEqual([0, 0]);
  });

  it('are those of the process where the option says so', () => {
    const [once, again] = inside.off;
    expect(once[0]).toBeGreaterThan(startMs + 86_400_000);
    expect(again.slice(1)).not.toEqual(once.slice(1));
  });
});

describe('clock and random of the process, elsewhere', () => {
  it('are as ever, also for what an orchestrator calls outside of itself', () => {
    expect(outside.during[0]).toBeGreaterThan(startMs + 86_400_000);
    expect(outside.everything[0]).not.toEqual(outside.everything[1]);
    const [now, made, elapsed] = outside.now;
    expect(Math.abs(now - made)).toBeLessThan(10_000);
    expect(elapsed).toBeGreaterThan(0);
  });

  it('have one Date: for what was made before, for classes made of it, for calls without new', () => {
    expect(outside.dates).toEqual({
      madeBefore: [true, true],
      oldConstructor: [true, true],
      ofClass: [true, true],
      itself: ['Date', 7, 'string', startMs, 3],
      cloned: 5,
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { fakeClock } from '../../test/fakes/fake-clock.ts';
import { readSystemNode } from './read-system-node.ts';
import { createSystemMonitor } from './system-monitor.ts';

/** A monitor of a process that always uses half a processor. */
function monitored() {
  const clock = fakeClock();
  const startMs = clock.nowMs();
  let looks = 0;
  const readSystem = () => {
    looks++;
    const uptimeMs = 1_000 + clock.nowMs() - startMs;
    return { ...readSystemNode(), takenAtMs: clock.nowMs(), uptimeMs, cpuMs: uptimeMs / 2 };
  };
  return { clock, startMs, monitor: createSystemMonitor(readSystem, clock, 5_000), looks: () => looks };
}

describe('createSystemMonitor', () => {
  it('looks at once, and then as often as it is told', () => {
    const { clock, startMs, monitor } = monitored();
    monitor.watch();
    clock.advance(10_000);
    expect(monitor.samples().map(({ takenAtMs, cpuPercent }) => [takenAtMs - startMs, cpuPercent])).toEqual([
      [0, 50],
      [5_000, 50],
      [10_000, 50],
    ]);
  });

  it('keeps the newest six samples, and leaves those alone that it gave', () => {
    const { clock, startMs, monitor } = monitored();
    monitor.watch();
    const first = monitor.samples();
    clock.advance(50_000);
    expect(first).toHaveLength(1);
    expect(monitor.samples()).toHaveLength(6);
    expect(monitor.samples().at(-1)?.takenAtMs).toBe(startMs + 50_000);
  });

  it('looks once for all who watch, and no more when the last one has gone', () => {
    const { clock, monitor, looks } = monitored();
    const ends = [monitor.watch(), monitor.watch()];
    clock.advance(5_000);
    expect(looks()).toBe(2);
    ends[0]?.();
    ends[0]?.();
    clock.advance(5_000);
    expect(looks()).toBe(3);
    ends[1]?.();
    clock.advance(50_000);
    expect(looks()).toBe(3);
    monitor.watch();
    expect(looks()).toBe(4);
  });

  it('looks at nothing before somebody watches, nor where it cannot', () => {
    const { clock, monitor, looks } = monitored();
    clock.advance(50_000);
    expect([monitor.samples(), looks()]).toEqual([[], 0]);
    const blind = createSystemMonitor(undefined, clock, 5_000);
    blind.watch()();
    expect(blind.samples()).toEqual([]);
  });
});

describe('readSystemNode', () => {
  it('reads times that grow, and sizes that a process has', () => {
    const before = readSystemNode();
    for (let turn = 0; turn < 1e6; turn++) Math.sqrt(turn);
    const reading = readSystemNode();
    expect(reading.uptimeMs).toBeGreaterThan(before.uptimeMs);
    expect(reading.cpuMs).toBeGreaterThan(before.cpuMs);
    expect(reading.eventLoopActiveMs + reading.eventLoopIdleMs).toBeGreaterThanOrEqual(0);
    expect(reading.loadAverage).toBeGreaterThanOrEqual(0);
    expect(Number.isInteger(reading.processorCount)).toBe(true);
    expect(reading.residentBytes).toBeGreaterThan(reading.heapUsedBytes / 4);
    expect(reading.heapUsedBytes).toBeGreaterThan(1e6);
    expect(reading.freeMemoryBytes).toBeGreaterThan(0);
  });
});

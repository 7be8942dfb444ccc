import { describe, expect, it } from '@jest/globals';
import { type SystemReading, systemUsage } from './system-usage.ts';

const reading: SystemReading = {
  takenAtMs: 1_000_000,
  uptimeMs: 10_000,
  cpuMs: 2_500,
  eventLoopActiveMs: 1_000,
  eventLoopIdleMs: 7_000,
  loadAverage: 1.5,
  processorCount: 4,
  residentBytes: 90,
  heapUsedBytes: 40,
  freeMemoryBytes: 500,
};

describe('systemUsage', () => {
  it('is about the time since the process began, at first', () => {
    expect(systemUsage(reading)).toEqual({
      takenAtMs: 1_000_000,
      cpuPercent: 25,
      eventLoopPercent: 12.5,
      loadAverage: 1.5,
      processorCount: 4,
      residentBytes: 90,
      heapUsedBytes: 40,
      freeMemoryBytes: 500,
    });
  });

  it('is about the time since the reading before, from then on', () => {
    const next = { ...reading, uptimeMs: 15_000, cpuMs: 9_996, eventLoopActiveMs: 5_900, eventLoopIdleMs: 7_100 };
    expect(systemUsage(next, reading)).toMatchObject({ cpuPercent: 149.9, eventLoopPercent: 98 });
  });

  it('is nothing when no time has passed', () => {
    expect(systemUsage(reading, reading)).toMatchObject({ cpuPercent: 0, eventLoopPercent: 0 });
  });
});

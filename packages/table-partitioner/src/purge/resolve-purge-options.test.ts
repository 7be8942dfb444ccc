import { describe, expect, it } from '@jest/globals';
import { retryDelayMs } from '../service/retry-policy.ts';
import type { PurgeOptions } from './purge-options.ts';
import { resolvePurgeOptions } from './resolve-purge-options.ts';
import { rowFilter } from './row-filter.ts';
import { TIMESTAMP } from './row-property.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const clock = { now: () => NOW, sleep: () => Promise.resolve() };
const resolve = (options: object): unknown => resolvePurgeOptions({ clock, ...options } as unknown as PurgeOptions);

describe('resolvePurgeOptions', () => {
  it('applies the defaults', () => {
    const olderThan = new Date(NOW);
    expect(resolve({ olderThan })).toMatchObject({
      age: { olderThan },
      concurrency: 8,
      batchSize: 100,
      dryRun: false,
      retry: { maxRetries: 8, baseDelayMs: 100, maxDelayMs: 10_000 },
    });
  });

  it('keeps its own copy of the cutoff', () => {
    const olderThan = new Date(NOW);
    const resolved = resolvePurgeOptions({ olderThan, clock });
    olderThan.setTime(0);
    expect(resolved.age).toEqual({ olderThan: new Date(NOW) });
  });

  it.each([
    ['no cutoff', {}, 'needs either olderThan'],
    ['two cutoffs', { olderThan: new Date(NOW), idleForMs: 1 }, 'needs either olderThan'],
    ['a date that is none', { olderThan: new Date('never') }, 'a valid Date'],
    ['a number for a date', { olderThan: NOW }, 'a valid Date'],
    ['a cutoff in the future', { olderThan: new Date(NOW + 16 * 60_000) }, 'is in the future'],
    ['a negative idle time', { idleForMs: -1 }, 'idleForMs'],
    ['an idle time that is no number', { idleForMs: Number.NaN }, 'idleForMs'],
    ['no concurrency', { idleForMs: 1, concurrency: 0 }, 'concurrency'],
    ['batches of 101', { idleForMs: 1, batchSize: 101 }, 'batchSize'],
    ['a dry run that is no boolean', { idleForMs: 1, dryRun: 'yes' }, 'dryRun'],
    ['a signal that is none', { idleForMs: 1, signal: {} }, 'signal'],
    ['a callback that is none', { idleForMs: 1, onProgress: true }, 'onProgress'],
    ['a keeper of checkpoints that is none', { idleForMs: 1, onCheckpoint: {} }, 'onCheckpoint'],
    ['a pace of nothing', { idleForMs: 1, maxRowsPerSecond: 0 }, 'maxRowsPerSecond'],
    ['a pace that is no number', { idleForMs: 1, maxRowsPerSecondPerPartition: '9' }, 'maxRowsPerSecondPerPartition'],
    ['an empty condition', { idleForMs: 1, filter: ' ' }, 'filter'],
    ['no generations', { idleForMs: 1, generations: [] }, 'generations'],
    ['a property that is a name only', { idleForMs: 1, property: 'expiresAt' }, 'needs an options object'],
    [
      'a property no row can have',
      { idleForMs: 1, property: { name: "a' or", type: 'date' } },
      'no name of a property',
    ],
    ['a property of another type', { idleForMs: 1, property: { name: 'a', type: 'number' } }, 'property.type'],
    [
      'Timestamp as a text',
      { idleForMs: 1, property: { name: 'Timestamp', type: 'iso-string' } },
      'Timestamp is a date',
    ],
    ['a negative number of repeats', { idleForMs: 1, retry: { maxRetries: -1 } }, 'retry.maxRetries'],
    ['an unknown retry option', { idleForMs: 1, retry: { times: 3 } }, 'has no option "times"'],
    ['an unknown option', { idleForMs: 1, olderthan: 3 }, 'purge has no option "olderthan"'],
  ])('refuses %s', (_what, options, message) => {
    expect(() => resolve(options)).toThrow(TypeError);
    expect(() => resolve(options)).toThrow(message);
  });

  it('takes a cutoff that is a little ahead of this clock: the service may be', () => {
    expect(() => resolve({ olderThan: new Date(NOW + 14 * 60_000) })).not.toThrow();
  });
});

describe('rowFilter', () => {
  it('compares the Timestamp as a datetime, strictly, to the millisecond', () => {
    const cutoff = new Date('2026-11-21T10:00:00.066Z');
    const selection = { cutoff, property: TIMESTAMP, filter: undefined, moves: 'none', finishMove: undefined } as const;
    expect(rowFilter({ partitionKey: "o'h", ...selection })).toBe(
      "PartitionKey eq 'o''h' and Timestamp lt datetime'2026-11-21T10:00:00.066Z'",
    );
    expect(rowFilter({ partitionKey: '7', ...selection, fromRowKey: "a'", toRowKey: 'b' })).toBe(
      "PartitionKey eq '7' and RowKey ge 'a''' and RowKey le 'b' and Timestamp lt datetime'2026-11-21T10:00:00.066Z'",
    );
  });
});

describe('retryDelayMs', () => {
  const policy = { maxRetries: 8, baseDelayMs: 100, maxDelayMs: 1000 };

  it.each([
    [1, 0, 50],
    [1, 0.5, 75],
    [3, 0, 200],
    [9, 0, 500],
  ])('waits before repeat %i with chance %p for %i ms', (retry, random, delayMs) => {
    expect(retryDelayMs(policy, retry, random)).toBe(delayMs);
  });

  it('waits at least as long as the service asks', () => {
    expect(retryDelayMs(policy, 1, 0, 30_000)).toBe(30_000);
  });
});

import { describe, expect, it } from '@jest/globals';
import { resolveProcessorOptions } from './processor-options.ts';

const given = { leaseContainer: { query: () => undefined }, processorName: 'mail', handler: () => undefined };
const resolve = (options: unknown) => resolveProcessorOptions(options as never, () => 'new name');

describe('options of a change feed processor', () => {
  it('have the defaults of the .NET SDK', () => {
    expect(resolve(given)).toMatchObject({
      instanceName: 'new name',
      startFrom: 'now',
      mode: 'latest-version',
      maxItemCount: undefined,
      pollIntervalMs: 5000,
      leaseExpirationMs: 60_000,
      leaseRenewIntervalMs: 17_000,
      leaseAcquireIntervalMs: 13_000,
    });
  });

  it('renew shorter leases more often', () => {
    expect(resolve({ ...given, leaseExpirationMs: 9000 }).leaseRenewIntervalMs).toBe(3000);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['an unknown name', { ...given, leaseDurationMs: 1 }],
    ['no lease container', { ...given, leaseContainer: undefined }],
    ['the name of a lease container', { ...given, leaseContainer: 'leases' }],
    ['no name', { ...given, processorName: undefined }],
    ['an empty name', { ...given, processorName: '' }],
    ['a name that cannot be part of an id', { ...given, processorName: 'a/b' }],
    ['a name that is too long', { ...given, processorName: 'x'.repeat(129) }],
    ['a name with a space at its end', { ...given, instanceName: 'x ' }],
    ['no handler', { ...given, handler: undefined }],
    ['an observer that is no function', { ...given, onError: 'log' }],
    ['an unknown mode', { ...given, mode: 'newest' }],
    ['an unknown start', { ...given, startFrom: 'yesterday' }],
    ['a start that is no time', { ...given, startFrom: new Date(Number.NaN) }],
    ['another start than now for all versions', { ...given, mode: 'all-versions-and-deletes', startFrom: 'beginning' }],
    ['pages of no changes', { ...given, maxItemCount: 0 }],
    ['no pause between polls', { ...given, pollIntervalMs: 0 }],
    ['leases of less than a second', { ...given, leaseExpirationMs: 999 }],
    ['leases of more than an hour', { ...given, leaseExpirationMs: 3_600_001 }],
    ['leases that are renewed too seldom', { ...given, leaseExpirationMs: 10_000, leaseRenewIntervalMs: 5001 }],
    ['a number that is none', { ...given, leaseAcquireIntervalMs: Number.NaN }],
    ['a text for a number', { ...given, leaseAcquireIntervalMs: '13000' }],
  ])('are refused with %s', (_, options) => {
    expect(() => resolve(options)).toThrow(TypeError);
  });
});

import { describe, expect, it } from '@jest/globals';
import { defaults } from '../options/defaults.ts';
import { type AccountTopology, bootstrapTopology } from '../routing/account-topology.ts';
import { createAccountCell } from './account-cell.ts';

function topology(region: string): AccountTopology {
  const endpoints = [{ region, url: `https://${region}` }];
  return { ...bootstrapTopology('https://account'), readable: endpoints, writable: endpoints };
}

const partitionFailover = { ...defaults.partitionFailover, enabledOverride: undefined };
const refresh = [{ kind: 'refresh-account' }] as const;

describe('an account cell', () => {
  it('reads the account once for all who ask meanwhile, and has them wait for it', async () => {
    const reads: PromiseWithResolvers<AccountTopology>[] = [];
    const cell = createAccountCell({
      topology: topology('east'),
      unavailabilityTtlMs: 1,
      partitionFailover,
      nowMs: () => 0,
      warn: () => undefined,
      readTopology: () => {
        const read = Promise.withResolvers<AccountTopology>();
        reads.push(read);
        return read.promise;
      },
    });
    const seen: (string | undefined)[] = [];
    const asking = [1, 2, 3].map(() =>
      cell.apply(refresh).then(() => seen.push(cell.routing().topology.writable[0]?.region)),
    );
    await new Promise(setImmediate);
    expect([reads.length, seen]).toEqual([1, []]);
    reads[0]?.resolve(topology('west'));
    await Promise.all(asking);
    expect(seen).toEqual(['west', 'west', 'west']);
  });

  it('keeps what it knows, and tells, when the account cannot be read', async () => {
    const warnings: string[] = [];
    const cell = createAccountCell({
      topology: topology('east'),
      unavailabilityTtlMs: 1,
      partitionFailover,
      nowMs: () => 0,
      warn: (message) => warnings.push(message),
      readTopology: () => Promise.reject(new Error('unreachable')),
    });
    await cell.apply(refresh);
    expect(cell.routing().topology).toEqual(topology('east'));
    expect(warnings).toEqual([expect.stringContaining('unreachable')]);
  });

  it('keeps the same sessions when a token says nothing new', () => {
    const cell = createAccountCell({
      topology: topology('east'),
      unavailabilityTtlMs: 1,
      partitionFailover,
      nowMs: () => 0,
      warn: () => undefined,
    });
    const container = { link: 'dbs/shop/colls/orders', rid: 'a' };
    cell.captureSession(container, '0:1#2');
    const before = cell.sessions();
    cell.captureSession(container, '0:1#1');
    expect(cell.sessions()).toBe(before);
  });
});

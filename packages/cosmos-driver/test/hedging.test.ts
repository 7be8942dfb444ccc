import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { TransportRequest } from '../src/effects/transport.ts';
import { isCosmosError } from '../src/errors/cosmos-error.ts';
import { faultInjectionRule } from '../src/faults/fault-injection-rule.ts';
import type { FaultResult } from '../src/faults/fault-result.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import type { DriverOptions } from '../src/options/driver-options.ts';
import type { ExecuteOptions } from '../src/options/operation-options.ts';
import { type RegionsAccount, regionsAccount, regionsAsked } from './fakes/regions-account.ts';

const [east, west] = ['East US', 'West US'] as const;
const slow: FaultResult = { delayMs: 3000 };

let shop: RegionsAccount;
/** What reached the service. */
const sent: TransportRequest[] = [];
afterEach(() => shop.close());

type Faults = Readonly<Record<string, FaultResult>>;

/** A driver whose requests of one kind meet a fault in each of these regions. */
async function driverWith(
  faults: Faults,
  operationType: 'readItem' | 'readContainer' | 'upsertItem' = 'readItem',
  options: Partial<DriverOptions> = {},
) {
  shop = await regionsAccount({}, (transport) => ({
    send: (request) => {
      sent.push(request);
      return transport.send(request);
    },
  }));
  await shop.driver.executeOperation(shop.create);
  const faultInjectionRules = Object.entries(faults).map(([region, result]) =>
    faultInjectionRule(region).when({ region, operationType }).result(result).build(),
  );
  return shop.createDriver({ faultInjectionRules, ...options });
}

/** What a read of an item takes: regions with context and status, and how long. */
async function readWith(faults: Faults, options?: ExecuteOptions) {
  const driver = await driverWith(faults);
  const result = await driver.executeOperation(shop.read, options).catch((error: unknown) => {
    if (isCosmosError(error)) return error;
    throw error;
  });
  const { diagnostics } = result;
  return {
    regions: regionsAsked(result),
    contexts: diagnostics.requests.map(({ executionContext }) => executionContext),
    errors: diagnostics.requests.map(({ error, status }) => error ?? status),
    durationMs: diagnostics.durationMs,
    code: isCosmosError(result) ? result.code : undefined,
    effectiveRegion: diagnostics.effectiveRegion,
  };
}

describe('a read of an item', () => {
  it('asks one region when it answers within a second', async () => {
    expect(await readWith({ [east]: { delayMs: 999 } })).toMatchObject({ regions: [east], durationMs: 999 });
  });

  it('is answered by a second region when the first one takes longer, and gives the first one up', async () => {
    expect(await readWith({ [east]: slow })).toEqual({
      regions: [east, west],
      contexts: ['initial', 'hedging'],
      errors: ['given up, another region answered first', 200],
      durationMs: 1000,
      code: undefined,
      effectiveRegion: west,
    });
  });

  it('is answered by the first region when that is faster after all', async () => {
    expect(await readWith({ [east]: { delayMs: 1500 }, [west]: slow })).toMatchObject({
      regions: [west, east],
      contexts: ['hedging', 'initial'],
      durationMs: 1500,
      effectiveRegion: east,
    });
  });

  it.each<[string, ExecuteOptions, number]>([
    ['half of its deadline', { endToEndTimeoutMs: 600 }, 300],
    ['a threshold of its own', { availabilityStrategy: { kind: 'hedging', thresholdMs: 40 } }, 40],
    [
      'the usual threshold, switched on whatever the strategy',
      { availabilityStrategy: { kind: 'disabled' }, hedgingEnabled: true },
      1000,
    ],
  ])('asks the second region after %s', async (_, options, durationMs) => {
    expect(await readWith({ [east]: slow }, options)).toMatchObject({ regions: [east, west], durationMs });
  });

  it.each<[string, ExecuteOptions]>([
    ['the strategy is disabled', { availabilityStrategy: { kind: 'disabled' } }],
    ['hedging is switched off', { hedgingEnabled: false, availabilityStrategy: { kind: 'hedging', thresholdMs: 10 } }],
    ['all other regions are excluded', { excludedRegions: [west, 'North Europe'] }],
  ])('waits for its region when %s', async (_, options) => {
    expect(await readWith({ [east]: slow }, options)).toMatchObject({ regions: [east], durationMs: 3000 });
  });

  it('takes a missing item for an answer, and a region that is behind or unwell for none', async () => {
    const missing = { response: { status: 404 }, delayMs: 1200 };
    const behind = { error: 'read-session-not-available', delayMs: 1200 } as const;
    expect(await readWith({ [east]: missing, [west]: slow })).toMatchObject({
      regions: [west, east],
      code: 'not-found',
      durationMs: 1200,
    });
    await shop.close();
    expect(await readWith({ [east]: slow, [west]: { ...behind, delayMs: 10 } })).toMatchObject({
      regions: [west, east],
      errors: [404, 200],
      durationMs: 3000,
    });
  });

  it('counts both when neither region answers well, and goes on in the next', async () => {
    const unwell = { error: 'service-unavailable', delayMs: 1500 } as const;
    expect(await readWith({ [east]: unwell, [west]: unwell })).toMatchObject({
      regions: [east, west, 'North Europe'],
      contexts: ['initial', 'hedging', 'region-failover'],
      durationMs: 2500,
    });
  });

  it('ends at its deadline with the attempts in both regions', async () => {
    expect(await readWith({ [east]: slow, [west]: slow }, { endToEndTimeoutMs: 800 })).toMatchObject({
      code: 'deadline-exceeded',
      contexts: expect.arrayContaining(['initial', 'hedging']),
      durationMs: 800,
    });
  });

  it('ends in both regions when its caller aborts it', async () => {
    const driver = await driverWith({ [east]: slow, [west]: slow });
    const controller = new AbortController();
    const reason = new Error('enough');
    shop.clock.startTimer(1700, () => controller.abort(reason));
    const reading = driver.executeOperation(shop.read, { signal: controller.signal });
    await expect(reading).rejects.toMatchObject({
      code: 'aborted',
      cause: reason,
      diagnostics: { durationMs: 1700, requests: { length: 2 } },
    });
  });

  it('repeats throttled requests in each region, on a budget of its own', async () => {
    const throttled = { error: 'too-many-requests', delayMs: 1500 } as const;
    const options = { throttlingRetry: { maxRetryCount: 4 } };
    const { contexts, code } = await readWith({ [east]: throttled, [west]: throttled }, options);
    const throttledToTheEnd = ['retry', 'retry', 'retry', 'retry'];
    expect([contexts, code]).toEqual([['initial', ...throttledToTheEnd, 'hedging', ...throttledToTheEnd], 'throttled']);
  });

  it('passes over a region that is avoided', async () => {
    const driver = await driverWith({ [east]: slow, [west]: { error: 'connection-error' } });
    const inWest = driver.executeOperation(shop.read, { excludedRegions: [east, 'North Europe'] });
    await expect(inWest).rejects.toMatchObject({ code: 'transport-failed' });
    expect(regionsAsked(await driver.executeOperation(shop.read))).toEqual([east, 'North Europe']);
  });

  it('leaves no listener on the signal of its caller', async () => {
    const driver = await driverWith({ [east]: slow });
    const { signal } = new AbortController();
    await driver.executeOperation(shop.read, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('hands on what the region that won has seen', async () => {
    const driver = await driverWith({ [east]: slow });
    const reads = () => sent.filter(({ url }) => url.endsWith('/docs/1'));
    const tokens = () => reads().map(({ headers }) => headers['x-ms-session-token']);
    sent.length = 0;
    await driver.executeOperation(shop.read);
    await driver.executeOperation(shop.read);
    expect(tokens()).toEqual([undefined, expect.stringMatching(/^0:/)]);
  });
});

describe('a write', () => {
  it('is never sent twice, however long it takes', async () => {
    const driver = await driverWith({ [east]: slow }, 'upsertItem');
    const { diagnostics } = await driver.executeOperation(shop.upsert, { hedgingEnabled: true });
    expect([diagnostics.regionsContacted, diagnostics.durationMs]).toEqual([[east], 3000]);
  });
});

describe('a read of a container', () => {
  const read = () => CosmosOperation.readContainer(shop.orders.database, shop.orders.id);

  it('asks a second region after one and a half seconds', async () => {
    const driver = await driverWith({ [east]: slow }, 'readContainer');
    const { diagnostics } = await driver.executeOperation(read());
    expect([diagnostics.effectiveRegion, diagnostics.durationMs]).toEqual([west, 1500]);
  });

  it('does not believe a second region that has not heard of it', async () => {
    const driver = await driverWith({ [east]: slow, [west]: { response: { status: 404 } } }, 'readContainer');
    const { diagnostics, status } = await driver.executeOperation(read());
    expect([status.code, diagnostics.effectiveRegion, diagnostics.durationMs]).toEqual([200, east, 3000]);
  });

  it('waits for its region when as many as may be ask a second one already', async () => {
    const driver = await driverWith({ [east]: slow, [west]: { delayMs: 200 } }, 'readContainer', {
      hedging: { maxConcurrentMetadataAttempts: 1 },
    });
    const [first, second] = await Promise.all([driver.executeOperation(read()), driver.executeOperation(read())]);
    expect([first, second].map(({ diagnostics }) => diagnostics.durationMs).sort()).toEqual([1700, 3000]);
    expect((await driver.executeOperation(read())).diagnostics.durationMs).toBe(1700);
  });
});

/** Two regions asked for the same: when, who wins, and what is told about it. Regions of an emulated account, a clock that jumps. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CosmosDriver } from '../src/driver.ts';
import { faultInjectionRule } from '../src/faults/fault-injection-rule.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import type { DriverOptions } from '../src/options/driver-options.ts';
import type { ExecuteOptions, OperationOptions } from '../src/options/operation-options.ts';
import type { Environment } from '../src/options/read-environment.ts';
import { fakeAccount, orders, readOrder } from './fakes/fake-account.ts';
import { type RacedAccount, racedAccount, readOrders } from './fakes/raced-account.ts';
import type { RegionsAccount } from './fakes/regions-account.ts';

const [east, west, north] = ['East US', 'West US', 'North Europe'] as const;
const slow = { delayMs: 3000 } as const;
const unwell = (delayMs: number) => ({ error: 'service-unavailable', delayMs }) as const;
const status = (code: number, subStatus = 0, delayMs = 0) =>
  ({ response: { status: code, subStatus, headers: { 'x-ms-retry-after-ms': '10' } }, delayMs }) as const;

let account: RacedAccount;
beforeEach(async () => {
  account = await racedAccount();
});
afterEach(() => account.shop.close());

describe('a region that fails before the threshold', () => {
  it.each([
    ['503', status(503)],
    ['500', status(500)],
    ['408', status(408)],
    ['410', status(410)],
    ['403/1008', status(403, 1008)],
    ['404/1002', status(404, 1002)],
    ['429/3092', status(429, 3092)],
    ['no answer', { error: 'response-timeout' }],
  ] as const)('lets a second one be asked at once after %s', async (_, failure) => {
    expect(await account.race({ [east]: failure })).toMatchObject({
      regions: [east, west],
      contexts: ['initial', 'hedging'],
      durationMs: 0,
      code: undefined,
      effectiveRegion: west,
      hedge: { terminalState: 'alternate-won', alternateRegion: west, responseRegion: west },
    });
  });

  it.each([
    ['404', status(404), 'not-found'],
    ['400', status(400), 'bad-request'],
    ['401', status(401), 'unauthorized'],
    ['403', status(403), 'forbidden'],
    ['409', status(409), 'conflict'],
    ['412', status(412), 'precondition-failed'],
    ['413', status(413), 'too-large'],
    ['501', status(501), 'server-error'],
  ] as const)('is believed when it answers %s', async (_, answer, code) => {
    expect(await account.race({ [east]: answer })).toMatchObject({
      regions: [east],
      code,
      hedge: { terminalState: 'primary-won-pre-threshold', responseRegion: east },
    });
  });

  it.each([3200, 3201, 3210, 3214, 0])('is not left when it throttles to the end (429/%d)', async (subStatus) => {
    const options = { throttlingRetry: { maxRetryCount: 2 } };
    expect(await account.race({ [east]: status(429, subStatus) }, options)).toMatchObject({
      regions: [east, east, east],
      code: 'throttled',
    });
  });

  it('is given the time it asks for, and another connection, before a second one is asked', async () => {
    const throttledTwice = await account.race(
      { [east]: { ...status(429, 3200), probability: 1 } },
      {
        throttlingRetry: { maxRetryCount: 1 },
      },
    );
    expect(throttledTwice).toMatchObject({ contexts: ['initial', 'retry'], durationMs: 10 });
    expect(await account.race({ [east]: { error: 'connection-error' } })).toMatchObject({
      contexts: ['initial', 'transport-retry', 'hedging'],
      regions: [east, east, west],
    });
  });
});

describe('two regions asked at once', () => {
  it.each([
    ['503', status(503, 0, 300)],
    ['404/1002', status(404, 1002, 300)],
    ['403/1008', status(403, 1008, 300)],
  ] as const)('go on while the second one has answered %s only', async (_, answer) => {
    expect(await account.race({ [east]: slow, [west]: answer })).toMatchObject({
      regions: [west, east],
      durationMs: 3000,
      effectiveRegion: east,
      hedge: { terminalState: 'primary-won-after-hedge', alternateRegion: west, responseRegion: east },
    });
  });

  it.each([
    ['404', status(404), 'not-found'],
    ['409', status(409), 'conflict'],
    ['429/3210', status(429, 3210), 'throttled'],
  ] as const)('end when the second one answers %s', async (_, answer, code) => {
    const options = { throttlingRetry: { maxRetryCount: 0 } };
    expect(await account.race({ [east]: slow, [west]: answer }, options)).toMatchObject({
      regions: [east, west],
      durationMs: 1000,
      code,
      effectiveRegion: west,
      hedge: { terminalState: 'alternate-won' },
    });
  });

  it('cost two failovers when neither answers well, and both are passed over', async () => {
    const both = { [east]: unwell(0), [west]: unwell(0) };
    expect(await account.race(both, { maxFailoverRetryCount: 2 })).toMatchObject({
      regions: [east, west, north],
      contexts: ['initial', 'hedging', 'region-failover'],
      code: undefined,
      effectiveRegion: north,
      hedge: undefined,
    });
    // With one more, one more region may fail, not two.
    const all = { ...both, [north]: unwell(0) };
    expect(await account.race(all, { maxFailoverRetryCount: 3 })).toMatchObject({
      regions: [east, west, north, east],
      code: 'server-error',
    });
    expect((await account.race(all, { maxFailoverRetryCount: 2 })).regions).toEqual([east, west, north]);
  });

  it.each([0, 1])(
    'end the operation when neither answers well and %d failovers are left',
    async (maxFailoverRetryCount) => {
      expect(await account.race({ [east]: unwell(0), [west]: unwell(0) }, { maxFailoverRetryCount })).toMatchObject({
        regions: [east, west],
        code: 'server-error',
        hedge: { terminalState: 'both-transient', deadlineElapsed: false, responseRegion: undefined },
      });
    },
  );

  it('end at the deadline, with what both did, and nobody waits longer', async () => {
    expect(await account.race({ [east]: slow, [west]: slow }, { endToEndTimeoutMs: 800 })).toMatchObject({
      code: 'deadline-exceeded',
      durationMs: 800,
      contexts: ['initial', 'hedging'],
      errors: ['the deadline passed', 'the deadline passed'],
      hedge: { terminalState: 'both-transient', deadlineElapsed: true, thresholdMs: 400 },
    });
    const early = await account.race({ [east]: unwell(0), [west]: slow }, { endToEndTimeoutMs: 800 });
    expect(early).toMatchObject({
      code: 'deadline-exceeded',
      errors: [503, 'the deadline passed'],
      hedge: { terminalState: 'both-transient', deadlineElapsed: true },
    });
  });

  it('fail as 408/20008 at the deadline', async () => {
    const driver = await account.shop.createDriver();
    await account.shop.account.control.injectFault({
      when: { operationType: 'readItem' },
      result: { kind: 'timeout' },
    });
    const failed = driver.executeOperation(account.shop.read, { endToEndTimeoutMs: 100 });
    await expect(failed).rejects.toMatchObject({
      status: { code: 408, subStatus: 20008 },
      diagnostics: { durationMs: 100 },
    });
  });

  it('are told to be cancelled when the caller aborts', async () => {
    const controller = new AbortController();
    account.shop.clock.startTimer(1700, () => controller.abort(new Error('enough')));
    expect(await account.race({ [east]: slow, [west]: slow }, { signal: controller.signal })).toMatchObject({
      code: 'aborted',
      durationMs: 1700,
      regions: [east, west],
      hedge: { terminalState: 'cancelled-awaiting-partner', deadlineElapsed: false },
    });
  });
});

describe('a race of which one leg has failed', () => {
  it('is cancelled when the caller aborts the other one', async () => {
    const controller = new AbortController();
    account.shop.clock.startTimer(500, () => controller.abort(new Error('enough')));
    const seen = await account.race({ [east]: unwell(0), [west]: slow }, { signal: controller.signal });
    expect(seen).toMatchObject({
      code: 'aborted',
      errors: [503, 'aborted by the caller'],
      hedge: { terminalState: 'cancelled-awaiting-partner' },
    });
  });

  it('passes over the second region, too, when that has failed first', async () => {
    expect(await account.race({ [east]: unwell(2000), [west]: unwell(200) })).toMatchObject({
      regions: [west, east, north],
      durationMs: 2000,
    });
  });

  it('answers without waiting for news about the account', async () => {
    const fake = fakeAccount({ environment: {} });
    const { executeOperation } = await fake.createDriver();
    fake.clock.advance(10_000);
    fake.transport.account('hang');
    fake.transport.next({ status: 403, headers: { 'x-ms-substatus': '1008' } }, { status: 200, body: { id: '1' } });
    expect((await executeOperation(readOrder)).servingRegion).toBe('West US');
    expect(fake.transport.accountReads).toHaveLength(2);
  });

  it('finds out about partitions that have moved while it stays in its region', async () => {
    const fake = fakeAccount({ environment: {} });
    const driver = await fake.createDriver();
    await driver.readFeedRanges(orders);
    const before = fake.transport.rangeReads.length;
    fake.transport.next({ status: 410, headers: { 'x-ms-substatus': '1002' } }, { status: 200, body: { id: '1' } });
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect(diagnostics.requests.map(({ region, executionContext }) => [region, executionContext])).toEqual([
      [east, 'initial'],
      [east, 'retry'],
    ]);
    expect(fake.transport.rangeReads.length).toBeGreaterThan(before);
  });
});

describe('the diagnostics of a race', () => {
  it('say that one region was enough', async () => {
    expect((await account.race({ [east]: { delayMs: 999 } })).hedge).toEqual({
      thresholdMs: 1000,
      primaryRegion: east,
      alternateRegion: undefined,
      responseRegion: east,
      terminalState: 'primary-won-pre-threshold',
      deadlineElapsed: false,
    });
  });

  it('say that the deadline came first', async () => {
    const options: ExecuteOptions = {
      endToEndTimeoutMs: 100,
      availabilityStrategy: { kind: 'hedging', thresholdMs: 400 },
    };
    expect((await account.race({ [east]: slow }, options)).hedge).toMatchObject({
      terminalState: 'deadline-exceeded-pre-threshold',
      deadlineElapsed: true,
      responseRegion: undefined,
    });
  });

  it('have the attempts of both legs, the winner’s last', async () => {
    expect(await account.race({ [east]: slow })).toMatchObject({
      errors: ['given up, another region answered first', 200],
      hedge: {
        thresholdMs: 1000,
        primaryRegion: east,
        alternateRegion: west,
        responseRegion: west,
        terminalState: 'alternate-won',
      },
    });
  });

  it('are rendered with the words of other SDKs', async () => {
    const driver = await account.shop.createDriver();
    const { diagnostics } = await driver.executeOperation(account.shop.read);
    const expected = {
      threshold_ms: 1000,
      primary_region: east,
      response_region: east,
      terminal_state: 'primary_won_pre_threshold',
    };
    expect(JSON.parse(diagnostics.render('summary')).hedge_diagnostics).toEqual(expected);
    expect(JSON.parse(diagnostics.render('detailed')).hedge_diagnostics).toEqual(expected);
  });

  it('are absent where no second region may be asked', async () => {
    expect((await account.race({}, { hedgingEnabled: false })).hedge).toBeUndefined();
    expect((await account.race({}, { excludedRegions: [west, north] })).hedge).toBeUndefined();
  });

  it.each<[string, (shop: RegionsAccount) => CosmosOperation]>([
    ['write', ({ upsert }) => upsert],
    ['query', ({ orders }) => CosmosOperation.queryItems(orders, 'SELECT * FROM c')],
    ['batch', ({ orders }) => CosmosOperation.batch(orders, 'ada', [{ kind: 'read', id: '1' }])],
  ])('are absent for a %s, which is never sent twice', async (_, operationOn) => {
    const operation = operationOn(account.shop);
    const seen = await account.race({ [east]: slow }, { hedgingEnabled: true }, operation);
    expect([seen.durationMs, seen.contexts.includes('hedging')]).toEqual([3000, false]);
  });
});

describe('a repeat', () => {
  it('is raced when nothing was before, after the container was looked up again', async () => {
    const { shop } = account;
    const when = { region: east, operationType: 'readItem' } as const;
    const elsewhere = faultInjectionRule('elsewhere')
      .when(when)
      .result({ response: { status: 404, subStatus: 1003 } });
    const rules = [elsewhere.hitLimit(1).build(), faultInjectionRule('slow').when(when).result(slow).build()];
    const driver = await shop.createDriver({ faultInjectionRules: rules });
    const { diagnostics } = await driver.executeOperation(shop.read);
    expect(diagnostics.requests.map(({ region, status }) => [region, status])).toEqual([
      [east, 404],
      [east, undefined],
      [west, 200],
    ]);
    expect(diagnostics.hedge).toMatchObject({ terminalState: 'alternate-won' });
  });

  it('is not raced when too few failovers are left', async () => {
    const { shop } = account;
    const when = { region: east, operationType: 'readItem' } as const;
    const elsewhere = faultInjectionRule('elsewhere')
      .when(when)
      .result({ response: { status: 404, subStatus: 1003 } });
    const rules = [elsewhere.hitLimit(1).build(), faultInjectionRule('slow').when(when).result(slow).build()];
    const driver = await shop.createDriver({ faultInjectionRules: rules });
    const { diagnostics } = await driver.executeOperation(shop.read, { maxFailoverRetryCount: 1 });
    expect(diagnostics.requests.map(({ region, status }) => [region, status])).toEqual([
      [east, 404],
      [east, 200],
    ]);
  });

  it('is not raced when an earlier attempt was', async () => {
    const { shop } = account;
    const operationType = 'readItem';
    const elsewhere = faultInjectionRule('elsewhere')
      .when({ region: west, operationType })
      .result({ response: { status: 404, subStatus: 1003 } })
      .hitLimit(1);
    const late = faultInjectionRule('slow').when({ operationType }).result(slow);
    const driver = await shop.createDriver({ faultInjectionRules: [elsewhere.build(), late.build()] });
    const { diagnostics } = await driver.executeOperation(shop.read);
    expect(diagnostics.requests.map(({ region, status }) => [region, status])).toEqual([
      [east, undefined],
      [west, 404],
      [west, 200],
    ]);
    expect(diagnostics.durationMs).toBe(4000);
  });

  it('is not raced after both regions have failed', async () => {
    const faults = { [east]: unwell(0), [west]: unwell(0), [north]: slow };
    expect(await account.race(faults)).toMatchObject({ regions: [east, west, north], durationMs: 3000 });
  });
});

describe('who may ask a second region', () => {
  const contexts = async (environment: Environment, driver: OperationOptions, call: OperationOptions) => {
    const fake = fakeAccount({ environment });
    const { executeOperation } = await fake.createDriver({ operationOptions: driver });
    fake.transport.next({ status: 503 }, { status: 200, body: { id: '1' } });
    const { diagnostics } = await executeOperation(readOrder, call);
    return diagnostics.requests.map(({ executionContext }) => executionContext);
  };
  const off = { AZURE_COSMOS_HEDGING_ENABLED: 'false' };
  const killed = { AZURE_COSMOS_HEDGING_ENABLED_OVERRIDE: 'false' };
  const forced = { AZURE_COSMOS_HEDGING_ENABLED_OVERRIDE: 'true' };
  const strategy = { availabilityStrategy: { kind: 'hedging', thresholdMs: 10 } } as const;
  const disabled = { availabilityStrategy: { kind: 'disabled' } } as const;

  it.each<[string, boolean, Environment, OperationOptions, OperationOptions]>([
    ['nothing', true, {}, {}, {}],
    ['a strategy', true, {}, {}, strategy],
    ['a strategy that is disabled', false, {}, {}, disabled],
    ['hedgingEnabled over a disabled strategy', true, {}, {}, { ...disabled, hedgingEnabled: true }],
    ['hedgingEnabled over a strategy', false, {}, {}, { ...strategy, hedgingEnabled: false }],
    ['hedgingEnabled of the driver over a strategy of the call', false, {}, { hedgingEnabled: false }, strategy],
    ['the environment', false, off, {}, strategy],
    ['the call over the environment', true, off, {}, { hedgingEnabled: true }],
    ['the kill switch over the call', false, killed, {}, { ...strategy, hedgingEnabled: true }],
    ['the kill switch the other way', true, forced, { hedgingEnabled: false }, { ...disabled, hedgingEnabled: false }],
  ])('is said by %s: %s', async (_, races, environment, driver, call) => {
    expect(await contexts(environment, driver, call)).toEqual(['initial', races ? 'hedging' : 'region-failover']);
  });
});

describe('a partition that another region answers sooner', () => {
  const slowDriver = (options: Partial<DriverOptions> = {}) => {
    const rule = faultInjectionRule('slow').when({ region: east, operationType: 'readItem' }).result(slow).build();
    const made = account.shop.createDriver({ faultInjectionRules: [rule], ...options });
    const read = async (driver: CosmosDriver) => {
      const { diagnostics } = await driver.executeOperation(account.shop.read);
      await account.shop.pass(0);
      return diagnostics.regionsContacted;
    };
    return { rule, made, read };
  };

  it('is read there after five races in a row', async () => {
    const { made, read } = slowDriver();
    const driver = await made;
    for (let race = 0; race < 5; race++) expect(await read(driver)).toEqual([east, west]);
    expect(await read(driver)).toEqual([west]);
  });

  it('is read there after as many as the options say', async () => {
    const { made, read } = slowDriver({ partitionFailover: { consecutiveHedgeWinThreshold: 2 } });
    const driver = await made;
    for (let race = 0; race < 2; race++) expect(await read(driver)).toEqual([east, west]);
    expect(await read(driver)).toEqual([west]);
  });

  it('stays when its region wins in between', async () => {
    const { made, read, rule } = slowDriver();
    const driver = await made;
    for (let race = 0; race < 4; race++) await read(driver);
    rule.disable();
    expect(await read(driver)).toEqual([east]);
    rule.enable();
    for (let race = 0; race < 5; race++) expect(await read(driver)).toEqual([east, west]);
    expect(await read(driver)).toEqual([west]);
  });

  it('stays where there is no circuit breaker', async () => {
    const { made, read } = slowDriver({ partitionFailover: { enabled: false } });
    const driver = await made;
    for (let race = 0; race < 7; race++) expect(await read(driver)).toEqual([east, west]);
  });
});

describe('a race for metadata', () => {
  it('begins after one and a half seconds, whatever the strategy says', async () => {
    const options: ExecuteOptions = { availabilityStrategy: { kind: 'hedging', thresholdMs: 10 } };
    expect(await account.race({ [east]: slow }, options, readOrders(account.shop))).toMatchObject({
      regions: [east, west],
      durationMs: 1500,
      hedge: { terminalState: 'alternate-won', thresholdMs: 1500 },
    });
  });

  it.each([404, 409])('is not won by a second region that answers %d', async (code) => {
    const faults = { [east]: slow, [west]: status(code) };
    expect(await account.race(faults, undefined, readOrders(account.shop))).toMatchObject({
      regions: [west, east],
      durationMs: 3000,
      code: undefined,
      hedge: { terminalState: 'primary-won-after-hedge' },
    });
  });

  it('goes on in a third region when the first fails and the second has not heard of it', async () => {
    const faults = { [east]: unwell(0), [west]: status(404) };
    expect(await account.race(faults, undefined, readOrders(account.shop))).toMatchObject({
      regions: [east, west, north],
      code: undefined,
      effectiveRegion: north,
    });
    expect(await account.race(faults, { maxFailoverRetryCount: 1 }, readOrders(account.shop))).toMatchObject({
      regions: [east, west],
      code: 'server-error',
      hedge: { terminalState: 'both-transient' },
    });
  });

  it('is won by the first region with any final answer', async () => {
    const faults = { [east]: status(404, 0, 2000), [west]: slow };
    expect(await account.race(faults, undefined, readOrders(account.shop))).toMatchObject({
      code: 'not-found',
      durationMs: 2000,
      hedge: { terminalState: 'primary-won-after-hedge' },
    });
  });
});

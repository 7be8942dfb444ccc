import { afterEach, describe, expect, it } from '@jest/globals';
import { isCosmosError } from '../src/errors/cosmos-error.ts';
import {
  type FaultInjectionRule,
  type FaultInjectionRuleBuilder,
  faultInjectionRule,
} from '../src/faults/fault-injection-rule.ts';
import type { FaultError } from '../src/faults/fault-result.ts';
import type { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { accountEndpoint, createOrder, fakeAccount, orders, readOrder } from './fakes/fake-account.ts';
import { type RegionsAccount, regionsAccount, regionsAsked } from './fakes/regions-account.ts';

const [hub, satellite, third] = ['East US', 'West US', 'North Europe'] as const;
const item = { status: 200, body: { id: '1' } };

function rule(id = 'fault'): FaultInjectionRuleBuilder {
  return faultInjectionRule(id).when({ operationType: 'readItem', region: hub });
}

async function errorOf(operation: Promise<unknown>) {
  const error = await operation.catch((caught: unknown) => caught);
  if (!isCosmosError(error)) throw new Error(`It has not failed: ${String(error)}`);
  return error;
}

/** A driver on a scripted service with one rule. */
async function scripted(...faultInjectionRules: FaultInjectionRule[]) {
  const account = fakeAccount();
  return { ...account, driver: await account.createDriver({ faultInjectionRules }) };
}

describe('a driver with fault rules, on an account of several write regions', () => {
  let shop: RegionsAccount;
  afterEach(() => shop.close());

  /** The regions of a read, the first time that there are these rules. */
  async function regionsUnder(built: FaultInjectionRule, operation?: CosmosOperation) {
    shop = await regionsAccount({ writeMode: 'multi' });
    const driver = await shop.createDriver({ faultInjectionRules: [built] });
    await driver.executeOperation(shop.create);
    return regionsAsked(await driver.executeOperation(operation ?? shop.read));
  }

  it.each<[FaultError, string[]]>([
    ['timeout', [hub, satellite]],
    ['internal-server-error', [hub, satellite]],
    ['service-unavailable', [hub, satellite]],
    ['response-timeout', [hub, satellite]],
    ['connection-error', [hub, hub, satellite]],
    ['read-session-not-available', [hub, satellite]],
  ])('reads in the next region after %s', async (error, regions) => {
    const built = rule().result({ error }).build();
    expect(await regionsUnder(built)).toEqual(regions);
    expect(built.hitCount).toBe(regions.length - 1);
  });

  it('stays in the region when the second connection comes about', async () => {
    expect(await regionsUnder(rule().result({ error: 'connection-error' }).hitLimit(1).build())).toEqual([hub, hub]);
  });

  it('waits out as many 429 as the limit of hits allows', async () => {
    const built = rule().result({ error: 'too-many-requests' }).hitLimit(2).build();
    expect(await regionsUnder(built)).toEqual([hub, hub, hub]);
  });

  it('reads undisturbed while only creates go wrong', async () => {
    const built = faultInjectionRule('creates')
      .when({ operationType: 'createItem' })
      .result({ error: 'timeout' })
      .hitLimit(1);
    expect(await regionsUnder(built.build())).toEqual([hub]);
  });

  it('counts a hit for each attempt: four for a region that stays unwell everywhere', async () => {
    shop = await regionsAccount();
    const built = faultInjectionRule('all')
      .when({ operationType: 'readItem' })
      .result({ error: 'service-unavailable' })
      .build();
    const driver = await shop.createDriver({ faultInjectionRules: [built] });
    const error = await errorOf(driver.executeOperation(shop.read));
    expect(regionsAsked(error)).toEqual([hub, satellite, third, hub]);
    expect(built.hitCount).toBe(4);
    expect(error.message).toContain('The fault rule "all"');
  });

  it('compares the region that was chosen, not the host', async () => {
    shop = await regionsAccount({ writeMode: 'multi' });
    const swapped: Record<string, string> = { eastus: 'westus', westus: 'eastus' };
    const driver = await shop.createDriver({
      faultInjectionRules: [rule().result({ error: 'timeout' }).build()],
      endpointDiscovery: ({ databaseAccountEndpoint: url }) =>
        url.replace(/eastus|westus/, (name) => swapped[name] ?? ''),
    });
    await driver.executeOperation(shop.create);
    const { diagnostics } = await driver.executeOperation(shop.read);
    expect(diagnostics.requests.map(({ region, endpoint, status }) => [region, endpoint, status])).toEqual([
      [hub, expect.stringContaining('westus'), 408],
      [satellite, expect.stringContaining('eastus'), 200],
    ]);
  });

  it('keeps a region for down while a rule holds its probes, too', async () => {
    shop = await regionsAccount();
    const down = faultInjectionRule('down').when({ region: hub }).result({ error: 'connection-error' }).build();
    down.disable();
    const driver = await shop.createDriver({ faultInjectionRules: [down] });
    await driver.executeOperation(shop.create);
    down.enable();
    const read = async () => regionsAsked(await driver.executeOperation(shop.read)).at(0);
    await driver.executeOperation(shop.read);
    await shop.pass(60_000);
    expect(await read()).toBe(satellite);
    down.disable();
    await shop.pass(60_000);
    expect(await read()).toBe(hub);
  });
});

describe('a driver with fault rules', () => {
  it('answers what a rule answers, and sends nothing', async () => {
    const built = faultInjectionRule('full')
      .result({
        response: { status: 403, subStatus: 1014, headers: { 'X-MS-Request-Charge': '7' }, body: '{"message":"full"}' },
      })
      .when({ operationType: 'createItem', container: orders.id });
    const { driver, transport } = await scripted(built.build());
    const error = await errorOf(driver.executeOperation(createOrder));
    expect(error).toMatchObject({ status: { code: 403, subStatus: 1014 }, diagnostics: { totalRequestCharge: 7 } });
    expect(error.message).toContain('full');
    expect(transport.requests).toEqual([]);
  });

  it('holds a request back, and sends it unchanged with the time that is left', async () => {
    const runtime = { dataPlaneRequestTimeoutMs: 1000 };
    const [plain, faulty] = [fakeAccount({ runtime }), fakeAccount({ runtime })];
    plain.transport.next(item);
    faulty.transport.next(item);
    const slow = faultInjectionRule('slow').when({ operationType: 'readItem' }).result({ delayMs: 400 }).build();
    await (await plain.createDriver()).executeOperation(readOrder);
    const driver = await faulty.createDriver({ faultInjectionRules: [slow] });
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect(faulty.clock.delays).toEqual([400]);
    expect(faulty.transport.requests).toEqual(
      plain.transport.requests.map((request) => ({ ...request, timeoutMs: 600 })),
    );
    expect(diagnostics.requests).toMatchObject([
      { durationMs: 400, faultEvaluations: [{ ruleId: 'slow', kind: 'applied' }] },
    ]);
  });

  it('gets no answer from a service that is slower than a request may take', async () => {
    const slow = faultInjectionRule('slow').when({ operationType: 'createItem' }).result({ delayMs: 9000 }).build();
    const { driver, transport } = await scripted(slow);
    const error = await errorOf(driver.executeOperation(createOrder, { retryAmbiguousWrites: 'never' }));
    expect(error).toMatchObject({ code: 'transport-failed', mayHaveBeenApplied: true });
    expect(error.diagnostics.requests).toMatchObject([{ durationMs: 6000, requestSent: 'unknown' }]);
    expect(transport.requests).toEqual([]);
  });

  it('ends at its deadline while a request is held back', async () => {
    const slow = faultInjectionRule('slow').result({ delayMs: 900 }).when({ operationType: 'readItem' }).build();
    const { driver } = await scripted(slow);
    const error = await errorOf(driver.executeOperation(readOrder, { endToEndTimeoutMs: 300 }));
    expect(error).toMatchObject({ code: 'deadline-exceeded', status: { code: 408, subStatus: 20008 } });
    expect(error.diagnostics.durationMs).toBe(300);
  });

  it('follows rules that are switched at run time, and tells of each attempt', async () => {
    const built = faultInjectionRule('once')
      .when({ operationType: 'readItem' })
      .result({ error: 'service-unavailable' })
      .hitLimit(1)
      .build();
    const { driver, transport } = await scripted(built);
    const kinds = async () => {
      transport.next(item);
      const { diagnostics } = await driver.executeOperation(readOrder);
      return diagnostics.requests.map((request) => request.faultEvaluations?.[0]?.kind);
    };
    built.disable();
    expect(await kinds()).toEqual(['disabled']);
    built.enable();
    expect(await kinds()).toEqual(['applied', 'hit-limit-reached']);
    expect(built.hitCount).toBe(1);
  });

  it('meets them also when it reads its account, and alone', async () => {
    const account = fakeAccount();
    const down = faultInjectionRule('down')
      .when({ operationType: 'readAccount' })
      .result({ error: 'connection-error' })
      .build();
    const [broken, sound] = await Promise.allSettled([
      account.createDriver({ faultInjectionRules: [down] }),
      account.createDriver(),
    ]);
    expect([broken.status, sound.status]).toEqual(['rejected', 'fulfilled']);
    expect(account.transport.accountReads.map(({ url }) => url)).toEqual([`${accountEndpoint}/`]);
    down.disable();
    await account.createDriver({ faultInjectionRules: [down] });
    expect(account.transport.accountReads).toHaveLength(2);
  });

  it('has no word of them in its diagnostics when there are none', async () => {
    const { driver, transport } = await scripted();
    transport.next(item);
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect(JSON.stringify(diagnostics)).not.toContain('fault');
  });

  it.each<[string, unknown]>([
    ['an array', {}],
    ['made by faultInjectionRule', [{ id: 'a' }]],
    ['two fault rules "a"', [faultInjectionRule('a').result({}).build(), faultInjectionRule('a').result({}).build()]],
  ])('is not made of what is no list of rules: %s', async (message, rules) => {
    const { createDriver } = fakeAccount();
    const creating = createDriver({ faultInjectionRules: rules as FaultInjectionRule[] });
    await expect(creating).rejects.toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(message) }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { faultInjectionRule } from '../src/faults/fault-injection-rule.ts';
import type { DriverOptions } from '../src/options/driver-options.ts';
import { fakeAccount, readOrder } from './fakes/fake-account.ts';

const item = { status: 200, body: { id: '1' } };

describe('options that are objects', () => {
  it('are taken as they were when a driver was made, however deep they are changed later', async () => {
    const { createDriver, transport } = fakeAccount();
    const operationOptions = {
      excludedRegions: ['East US'],
      customHeaders: { 'x-tenant': 'a' },
      throttlingRetry: { maxRetryCount: 0 },
    };
    const groups = [{ name: 'bulk', database: 'db', container: 'orders', throughputBucket: 2 }];
    const driver = await createDriver({ operationOptions, throughputControlGroups: groups });
    operationOptions.excludedRegions[0] = 'West US';
    operationOptions.customHeaders['x-tenant'] = 'b';
    operationOptions.throttlingRetry.maxRetryCount = 9;
    Object.assign(groups[0] ?? {}, { throughputBucket: 3 });
    transport.next(item, { status: 429 });
    const throughputControl = { groupName: 'bulk' };
    expect((await driver.executeOperation(readOrder, { throughputControl })).servingRegion).toBe('West US');
    expect(transport.requests[0]?.headers).toMatchObject({ 'x-tenant': 'a', 'x-ms-cosmos-throughput-bucket': '2' });
    await expect(driver.executeOperation(readOrder)).rejects.toMatchObject({ code: 'throttled' });
    expect(transport.requests).toHaveLength(2);
  });

  it('are taken as they were when a runtime was made, and when its options are replaced', async () => {
    const operationOptions = { excludedRegions: ['East US'] };
    const { createDriver, transport, runtime } = fakeAccount({ runtime: { operationOptions } });
    const driver = await createDriver();
    operationOptions.excludedRegions.push('West US');
    transport.next(item, item);
    expect((await driver.executeOperation(readOrder)).servingRegion).toBe('West US');
    const replaced = { excludedRegions: ['West US'] };
    runtime.operationOptions = replaced;
    replaced.excludedRegions[0] = 'East US';
    expect((await driver.executeOperation(readOrder)).servingRegion).toBe('East US');
    expect(runtime.operationOptions).toEqual({ excludedRegions: ['West US'] });
  });

  it('are taken as they were when a fault rule was put together', async () => {
    const { createDriver } = fakeAccount();
    const response = { status: 404, headers: { 'x-ms-activity-id': 'a' }, body: new TextEncoder().encode('old') };
    const condition = { operationType: 'readItem' as const, region: 'East US' };
    const rule = faultInjectionRule('a').when(condition).result({ response }).build();
    response.headers['x-ms-activity-id'] = 'b';
    response.body.fill(0);
    condition.region = 'West US';
    const driver = await createDriver({ faultInjectionRules: [rule] });
    await expect(driver.executeOperation(readOrder)).rejects.toMatchObject({
      response: { headers: { activityId: 'a' }, body: { kind: 'bytes', bytes: new TextEncoder().encode('old') } },
    });
  });
});

it.each<keyof DriverOptions>([
  'endpoint',
  'credential',
  'backupEndpoints',
  'preferredRegions',
  'applicationRegion',
  'operationOptions',
  'endpointDiscovery',
  'endpointUnavailabilityTtlMs',
  'partitionFailover',
  'hedging',
  'throughputControlGroups',
  'faultInjectionRules',
  'diagnosticsHandlers',
  'userAgentSuffix',
  'workloadId',
  'correlationId',
  'userAgentPrefix',
])('null is no value of the driver option %s', async (name) => {
  const { createDriver } = fakeAccount();
  await expect(createDriver({ [name]: null })).rejects.toThrow(TypeError);
});

import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { isCosmosError } from '../src/errors/cosmos-error.ts';
import { faultInjectionRule } from '../src/faults/fault-injection-rule.ts';
import type { FaultResult } from '../src/faults/fault-result.ts';
import { createOrder, fakeAccount } from './fakes/fake-account.ts';

async function driverUnder(result: FaultResult) {
  const account = fakeAccount();
  const rule = faultInjectionRule('fault').when({ operationType: 'createItem' }).result(result).build();
  return { ...account, driver: await account.createDriver({ faultInjectionRules: [rule] }) };
}

async function attemptsOf(operation: Promise<unknown>) {
  const error = await operation.catch((caught: unknown) => caught);
  if (!isCosmosError(error)) throw new Error(`It has not failed: ${String(error)}`);
  return error.diagnostics.requests.map(({ requestSent, timedOut }) => ({ requestSent, timedOut }));
}

describe('a request that a fault rule holds back', () => {
  it('is not sent once it was aborted, nor waited for', async () => {
    const { driver, transport, clock } = await driverUnder({ delayMs: 400 });
    const controller = new AbortController();
    const beganAtMs = clock.nowMs();
    const creating = driver.executeOperation(createOrder, { signal: controller.signal });
    const isAborted = expect(creating).rejects.toMatchObject({ code: 'aborted' });
    while (clock.pending() === 0) await turn();
    controller.abort();
    await isAborted;
    expect([clock.delays, clock.pending(), clock.nowMs() - beganAtMs]).toEqual([[400], 0, 0]);
    for (let turns = 0; turns < 5; turns++) await turn();
    expect(transport.requests).toEqual([]);
  });

  it('is not sent when nothing is left of its time', async () => {
    const { driver, transport } = await driverUnder({ delayMs: 6_000 });
    const creating = driver.executeOperation(createOrder, { retryAmbiguousWrites: 'never' });
    expect(await attemptsOf(creating)).toEqual([{ requestSent: 'unknown', timedOut: true }]);
    expect(transport.requests).toEqual([]);
  });

  it('and never answers, leaves open whether it was sent, as any that gets no answer in time', async () => {
    const { driver } = await driverUnder({ error: 'response-timeout' });
    const creating = driver.executeOperation(createOrder, { retryAmbiguousWrites: 'never' });
    expect(await attemptsOf(creating)).toEqual([{ requestSent: 'unknown', timedOut: true }]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { CosmosDiagnostics } from '../src/diagnostics/cosmos-diagnostics.ts';
import { isCosmosError } from '../src/errors/cosmos-error.ts';
import { faultInjectionRule } from '../src/faults/fault-injection-rule.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { fakeAccount, order, orders, readOrder } from './fakes/fake-account.ts';

const item = { status: 200, body: { id: '1' } };

async function diagnosticsOf(failing: Promise<unknown>): Promise<CosmosDiagnostics> {
  const error: unknown = await failing.catch((caught: unknown) => caught);
  if (!isCosmosError(error)) throw new Error('It has not failed.');
  expect(error.diagnostics.status).toBe(error.status);
  return error.diagnostics;
}

describe('the diagnostics of an operation', () => {
  it('say how it ended, what it went over and which process it was', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(item, item);
    const { diagnostics, status } = await driver.executeOperation(readOrder);
    expect(diagnostics).toMatchObject({ isCompleted: true, isFailure: false, faultInjectionEnabled: false });
    expect(diagnostics.status).toBe(status);
    expect(diagnostics.machineId).toMatch(/^uuid:id-\d+$/);
    expect((await driver.executeOperation(readOrder)).diagnostics.machineId).toBe(diagnostics.machineId);
    expect(diagnostics.requests[0]).toMatchObject({ transportKind: 'gateway', httpVersion: undefined });
  });

  it('say what its transport knows of its connection', async () => {
    const { createDriver, transport } = fakeAccount();
    const asked: string[] = [];
    transport.httpVersion = (origin) => {
      asked.push(origin);
      return 'http2';
    };
    const driver = await createDriver();
    transport.next(item);
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect(diagnostics.requests[0]?.httpVersion).toBe('http2');
    expect(asked.at(-1)).toBe(diagnostics.requests[0]?.endpoint);
  });

  it('say that faults may be ours', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver({ faultInjectionRules: [faultInjectionRule('a').result({}).build()] });
    transport.next(item);
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect(diagnostics.faultInjectionEnabled).toBe(true);
    expect(JSON.parse(diagnostics.render('detailed'))).toMatchObject({ fault_injection_enabled: true });
  });

  it.each<[string, string | undefined, object, AbortSignal | undefined]>([
    ['the service', '404/0', { status: 404 }, undefined],
    ['the transport', '503/20003', { error: new Error('no way') }, undefined],
    ['an answer that cannot be read', '503/20020', { status: 200, body: 'Documents' }, undefined],
    ['its signal', undefined, item, AbortSignal.abort()],
  ])('say that it failed by %s', async (_, status, answer, signal) => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(answer as typeof item);
    const operation = status === '503/20020' ? CosmosOperation.readFeed(orders) : readOrder;
    const scoped = status === '503/20020' ? operation.withScope('ada') : operation;
    const diagnostics = await diagnosticsOf(
      driver.executeOperation(scoped, { maxFailoverRetryCount: 0, ...(signal && { signal }) }),
    );
    expect(diagnostics).toMatchObject({ isCompleted: true, isFailure: true });
    expect(diagnostics.status && `${diagnostics.status.code}/${diagnostics.status.subStatus}`).toBe(status);
  });

  it('say that an operation of several requests succeeded whose last answer is another', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(
      { status: 200, body: { id: '1' }, headers: { etag: '"1"' } },
      { status: 201, body: { id: '1', a: 1 } },
    );
    const operation = CosmosOperation.patchItem(order, [{ op: 'set', path: '/a', value: 1 }], {
      strategy: 'read-modify-replace',
    });
    const { diagnostics, status } = await driver.executeOperation(operation);
    expect([diagnostics.status, diagnostics.isFailure]).toEqual([status, false]);
  });

  it('say that a page is no failure, not even one that is empty', async () => {
    const { createDriver } = fakeAccount();
    const driver = await createDriver();
    const page = await driver.executeOperation(CosmosOperation.readMany(orders, []));
    expect(page.diagnostics).toMatchObject({ isCompleted: true, isFailure: false, status: page.status });
  });
});

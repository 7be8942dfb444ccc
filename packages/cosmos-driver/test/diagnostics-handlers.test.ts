import { describe, expect, it } from '@jest/globals';
import type { DiagnosticsHandler } from '../src/diagnostics/diagnostics-handler.ts';
import type { OperationReport } from '../src/diagnostics/operation-report.ts';
import { sampleDiagnostics } from '../src/diagnostics/sample-diagnostics.ts';
import { tellHandlers } from '../src/effects/tell-handlers.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { bootstrapTopology } from '../src/routing/account-topology.ts';
import { accountEndpoint, fakeAccount, order, readOrder } from './fakes/fake-account.ts';

const readDatabases = CosmosOperation.readFeed('databases');
const page = (continuation?: string) => ({
  status: 200,
  headers: continuation === undefined ? {} : { 'x-ms-continuation': continuation },
  body: { Databases: [] },
});

function recorder(): DiagnosticsHandler & { readonly reports: OperationReport[] } {
  const reports: OperationReport[] = [];
  return { reports, handle: (report) => void reports.push(report) };
}

describe('diagnostics handlers', () => {
  it('are told once of an operation, with what the caller gets, whatever it took', async () => {
    const handler = recorder();
    const { createDriver, transport, clock } = fakeAccount({ runtime: { diagnosticsHandlers: [handler] } });
    const driver = await createDriver();
    transport.next({ status: 503 }, { status: 200 });
    const response = await driver.executeOperation(readOrder);
    expect(handler.reports).toHaveLength(1);
    expect(handler.reports[0]).toMatchObject({
      operation: readOrder,
      endpoint: accountEndpoint,
      status: { code: 200 },
      error: undefined,
      endedAtMs: clock.nowMs(),
    });
    expect(handler.reports[0]?.response).toBe(response);
    expect(handler.reports[0]?.diagnostics).toBe(response.diagnostics);
  });

  it('are told who asked, and how consistent it was, as the service was told', async () => {
    const handler = recorder();
    const { createDriver, transport } = fakeAccount({ runtime: { diagnosticsHandlers: [handler] } });
    const driver = await createDriver({ userAgentSuffix: 'shop' });
    transport.next({ status: 200 }, { status: 200 }, page());
    await driver.executeOperation(readOrder);
    await driver.executeOperation(readOrder, { readConsistencyStrategy: 'Eventual' });
    for await (const _ of driver.pages(readDatabases));
    const headers = transport.requests[0]?.headers ?? {};
    const who = { clientId: headers['x-ms-client-id'], userAgent: headers['user-agent'] };
    expect(handler.reports).toMatchObject([
      { ...who, consistencyLevel: 'Session' },
      { ...who, consistencyLevel: 'Eventual' },
      { ...who, consistencyLevel: undefined },
    ]);
    expect(who.userAgent).toMatch(/ shop$/);
  });

  it('are told of failures, those of the service and those of the caller', async () => {
    const handler = recorder();
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver({ diagnosticsHandlers: [handler] });
    transport.next({ status: 404 });
    const error = await driver.executeOperation(readOrder).catch((thrown: unknown) => thrown);
    await driver.executeOperation(readOrder, { signal: AbortSignal.abort() }).catch(() => undefined);
    expect(handler.reports[0]).toMatchObject({ status: { code: 404 }, response: undefined });
    expect(handler.reports[0]?.error).toBe(error);
    expect(handler.reports[1]).toMatchObject({ status: undefined, error: { code: 'aborted' } });
  });

  it('are told of each page of a feed, and not of its end', async () => {
    const handler = recorder();
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver({ diagnosticsHandlers: [handler] });
    transport.next(page('next'), page(), page());
    for await (const _ of driver.pages(readDatabases));
    expect(handler.reports.map(({ diagnostics }) => diagnostics.operationName)).toEqual([
      'read_all_databases',
      'read_all_databases',
    ]);
    await driver.executeOperation(readDatabases);
    expect(handler.reports).toHaveLength(3);
  });

  it('are told in order, those of the runtime first', async () => {
    const told: string[] = [];
    const named = (name: string): DiagnosticsHandler => ({ handle: () => void told.push(name) });
    const { createDriver, transport } = fakeAccount({ runtime: { diagnosticsHandlers: [named('1'), named('2')] } });
    const driver = await createDriver({ diagnosticsHandlers: [named('3')] });
    transport.next({ status: 200 });
    await driver.executeOperation(readOrder);
    expect(told).toEqual(['1', '2', '3']);
  });

  it('do the caller no harm, nor each other; a warning says so once', async () => {
    const after = recorder();
    const broken: DiagnosticsHandler = {
      handle() {
        throw new Error('full');
      },
      driverCreated() {
        throw new Error('no');
      },
    };
    const { createDriver, transport, warnings } = fakeAccount();
    const driver = await createDriver({ diagnosticsHandlers: [broken, after] });
    transport.next({ status: 200 }, { status: 200 });
    await driver.executeOperation(readOrder);
    await driver.executeOperation(readOrder);
    expect(after.reports).toHaveLength(2);
    expect(warnings).toEqual(['A diagnostics handler failed: no', 'A diagnostics handler failed: full']);
  });

  it.each([
    ['told of everything', (handler: DiagnosticsHandler) => handler],
    ['sampled', (handler: DiagnosticsHandler) => sampleDiagnostics(handler)],
  ])('do no harm when they are async functions, which nobody waits for: %s', async (_, wrap) => {
    let goOn = (): void => undefined;
    const broken: DiagnosticsHandler = {
      async handle() {
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
        throw new Error('full');
      },
    };
    const { createDriver, transport, warnings } = fakeAccount();
    const driver = await createDriver({ diagnosticsHandlers: [wrap(broken)] });
    transport.next({ status: 404 });
    await driver.executeOperation(readOrder).catch(() => undefined);
    expect(warnings).toEqual([]);
    goOn();
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual(['A diagnostics handler failed: full']);
  });

  it('learn when a driver was made and when it was closed, once', async () => {
    const told: string[] = [];
    const handler: DiagnosticsHandler = {
      handle: () => undefined,
      driverCreated(endpoint) {
        told.push(`made ${endpoint}`);
        return () => void told.push('closed');
      },
    };
    const { createDriver, runtime } = fakeAccount({ runtime: { diagnosticsHandlers: [handler] } });
    const driver = await createDriver();
    await driver.close();
    await driver.close();
    await runtime.close();
    expect(told).toEqual([`made ${accountEndpoint}`, 'closed']);
  });

  it.each([[[{}]], [[undefined]], [{ handle: () => undefined }]])('are refused when they are %p', async (handlers) => {
    const options = { diagnosticsHandlers: handlers } as unknown as { diagnosticsHandlers: DiagnosticsHandler[] };
    expect(() => fakeAccount({ runtime: options })).toThrow(/diagnosticsHandlers.*handle/);
    await expect(fakeAccount().createDriver(options)).rejects.toThrow(TypeError);
  });

  it('are not told of misuse, which is no operation', async () => {
    const handler = recorder();
    const driver = await fakeAccount().createDriver({ diagnosticsHandlers: [handler] });
    await expect(driver.executeOperation(CosmosOperation.createItem(order))).rejects.toThrow(TypeError);
    expect(handler.reports).toEqual([]);
  });

  it('cost nothing when there are none', () => {
    const identity = { clientId: 'a', userAgent: 'b' };
    const topology = () => bootstrapTopology(accountEndpoint);
    const ports = { endpoint: accountEndpoint, identity, topology, nowMs: () => 0, warn: () => undefined };
    expect(tellHandlers([], ports)).toBeUndefined();
    expect(tellHandlers([recorder()], ports)).toBeDefined();
  });

  it('get a report that none of them can change for the next', async () => {
    const handler = recorder();
    const { createDriver, transport } = fakeAccount({ runtime: { diagnosticsHandlers: [handler] } });
    transport.next({ status: 200 });
    await (await createDriver()).executeOperation(readOrder);
    expect(Object.isFrozen(handler.reports[0])).toBe(true);
  });

  it('that fail when a driver closes keep neither it nor the others from it', async () => {
    const told: string[] = [];
    const closing = (close: () => void): DiagnosticsHandler => ({
      handle: () => undefined,
      driverCreated: () => close,
    });
    const broken = closing(() => {
      throw new Error('stuck');
    });
    const { createDriver, warnings } = fakeAccount();
    const driver = await createDriver({ diagnosticsHandlers: [broken, closing(() => void told.push('closed'))] });
    await driver.close();
    await expect(driver.executeOperation(readOrder)).rejects.toMatchObject({ code: 'closed' });
    expect([told, warnings]).toEqual([['closed'], ['A diagnostics handler failed: stuck']]);
  });
});

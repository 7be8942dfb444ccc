import { describe, expect, it } from '@jest/globals';
import type { CosmosDiagnostics } from '../src/diagnostics/cosmos-diagnostics.ts';
import { readSystemNode } from '../src/effects/read-system-node.ts';
import { isCosmosError } from '../src/errors/cosmos-error.ts';
import { createOrder, fakeAccount, readOrder } from './fakes/fake-account.ts';

describe('the diagnostics of an operation', () => {
  it('hold and show what the options of the runtime say', async () => {
    const diagnostics = { defaultVerbosity: 'detailed', maxRequestDiagnostics: 16 } as const;
    const { createDriver, transport } = fakeAccount({ runtime: { diagnostics } });
    const driver = await createDriver();
    const throttled = { status: 429, headers: { 'x-ms-retry-after-ms': '1' } };
    transport.next(...Array.from({ length: 18 }, () => throttled), { status: 200 });
    const response = await driver.executeOperation(readOrder);
    expect(response.diagnostics.requestCount).toBe(19);
    expect(response.diagnostics.requests.map(({ status }) => status)).toEqual([429, 429, 429, 200]);
    expect(JSON.parse(JSON.stringify(response.diagnostics)).requests).toHaveLength(4);
  });

  it('are on an error, with what the options say', async () => {
    const { createDriver, transport } = fakeAccount({
      environment: { AZURE_COSMOS_DIAGNOSTICS_DEFAULT_VERBOSITY: 'detailed' },
    });
    const driver = await createDriver();
    transport.next({ status: 404 });
    const error = await driver.executeOperation(readOrder).catch((thrown: unknown) => thrown);
    if (!isCosmosError(error)) throw error;
    expect(JSON.parse(error.diagnostics.render()).requests).toMatchObject([{ status: '404 (NotFound)' }]);
  });

  it('say how busy process and machine were, lately and when it ended, while a driver is open', async () => {
    let looks = 0;
    const { clock, createDriver, runtime, transport } = fakeAccount({
      runtime: { diagnostics: { cpuRefreshIntervalMs: 2_000 } },
      readSystem: () => ({ ...readSystemNode(), loadAverage: ++looks }),
    });
    expect(looks).toBe(0);
    const driver = await createDriver();
    const second = await createDriver();
    clock.advance(4_000);
    transport.next({ status: 200 }, { status: 404 });
    const { diagnostics } = await driver.executeOperation(readOrder);
    const loads = ({ systemUsage }: CosmosDiagnostics) => systemUsage.map(({ loadAverage }) => loadAverage);
    expect(loads(diagnostics)).toEqual([1, 2, 3]);
    const rendered = JSON.parse(diagnostics.render('detailed')).system_usage;
    expect(rendered.map((sample: Record<string, unknown>) => sample.load_average)).toEqual([1, 2, 3]);
    expect(Object.keys(rendered[0])).toEqual([
      'taken_at',
      'cpu_percent',
      'event_loop_percent',
      'load_average',
      'processor_count',
      'resident_bytes',
      'heap_used_bytes',
      'free_memory_bytes',
    ]);
    expect(JSON.parse(diagnostics.render('summary')).system_usage).toMatchObject([{ load_average: 3 }]);

    await driver.close();
    clock.advance(2_000);
    const error = await second.executeOperation(readOrder).catch((thrown: unknown) => thrown);
    if (!isCosmosError(error)) throw error;
    expect(loads(error.diagnostics)).toEqual([1, 2, 3, 4]);
    expect(loads(diagnostics)).toEqual([1, 2, 3]);
    await runtime.close();
    clock.advance(60_000);
    expect(looks).toBe(4);
  });

  it('say nothing of the process where JavaScript cannot know', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 200 });
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect(diagnostics.systemUsage).toEqual([]);
    expect(JSON.parse(diagnostics.render('detailed'))).not.toHaveProperty('system_usage');
  });

  it.each([
    ['Default', false],
    ['MINIMAL', false],
    ['summary', false],
    ['verbose', true],
    ['Detailed', true],
  ])('are shown as the variable says, which knows the words of other SDKs: %s', async (word, isDetailed) => {
    const environment = { AZURE_COSMOS_DIAGNOSTICS_DEFAULT_VERBOSITY: word };
    const { createDriver, transport, warnings } = fakeAccount({ environment });
    const driver = await createDriver();
    transport.next({ status: 200 });
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect('requests' in JSON.parse(diagnostics.render())).toBe(isDetailed);
    expect(warnings).toEqual([]);
  });

  it('name an operation that was refused before anything was sent, and have its id', async () => {
    const driver = await fakeAccount().createDriver();
    const refused = driver.executeOperation(readOrder, { readConsistencyStrategy: 'GlobalStrong' });
    await expect(refused).rejects.toMatchObject({
      status: { code: 400 },
      diagnostics: { operationName: 'read_item', requestCount: 0, activityId: expect.stringMatching(/./) },
    });
  });

  it('have the lengths of the bodies that were sent and received', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 201, body: { id: '1' } });
    const { diagnostics } = await driver.executeOperation(createOrder);
    expect(diagnostics.requests).toMatchObject([{ requestBytes: createOrder.body?.byteLength, responseBytes: 10 }]);
    expect(createOrder.body?.byteLength).toBeGreaterThan(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { createEmulator } from '@perdura/cosmos-emulator';
import type { BatchOperation } from '../src/batch/batch-operation.ts';
import { createCosmosRuntime } from '../src/create-runtime-node.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { PartitionKey } from '../src/operation/partition-key.ts';
import { encodeJson } from '../src/request/encode-json.ts';
import { type OpenTelemetryOptions, openTelemetry } from '../src/telemetry/open-telemetry.ts';
import { createOrder, fakeAccount, orders, readOrder } from './fakes/fake-account.ts';

function observed(options: OpenTelemetryOptions = {}) {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const handler = openTelemetry({ tracerProvider, meterProvider, ...options });
  const account = fakeAccount({ runtime: { diagnosticsHandlers: [handler] } });
  return {
    ...account,
    tracer: tracerProvider.getTracer('the program'),
    spans: () => exporter.getFinishedSpans(),
    async metrics() {
      await meterProvider.forceFlush();
      const all = metricExporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
      await meterProvider.shutdown();
      return new Map(all.flatMap((scope) => scope.metrics).map((metric) => [metric.descriptor.name, metric]));
    },
  };
}

const isOperation = ({ attributes }: ReadableSpan): boolean => 'azure.cosmosdb.connection.mode' in attributes;
const parentOf = (span: ReadableSpan | undefined): string | undefined => span?.parentSpanContext?.spanId;
const inMs = ([seconds, nanos]: readonly [number, number]): number => seconds * 1_000 + nanos / 1_000_000;

const page = { status: 200, headers: { 'x-ms-request-charge': '3' }, body: { Databases: [{ id: 'a' }, { id: 'b' }] } };

describe('openTelemetry', () => {
  const contexts = new AsyncLocalStorageContextManager();
  beforeAll(() => void context.setGlobalContextManager(contexts.enable()));
  afterAll(() => context.disable());

  it('names the span of a query whose plan is refused by the query, and the one below it by the plan', async () => {
    const exporter = new InMemorySpanExporter();
    const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    const handler = openTelemetry({ tracerProvider, attemptSpans: true });
    const account = createEmulator({ regions: ['East US'] });
    const runtime = createCosmosRuntime({ transport: account.transport(), diagnosticsHandlers: [handler] });
    const driver = await runtime.createDriver({ endpoint: account.endpoint, credential: { key: account.key } });
    const database = DatabaseReference.from('shop');
    await driver.executeOperation(CosmosOperation.createDatabase(database).withBody(encodeJson({ id: 'shop' })));
    const body = encodeJson({ id: 'orders', partitionKey: { paths: ['/id'], kind: 'Hash', version: 2 } });
    await driver.executeOperation(CosmosOperation.createContainer(database, 'orders').withBody(body));
    const container = await driver.resolveContainer(database, 'orders');
    exporter.reset();
    const query = CosmosOperation.queryItems(container, 'SELEKT 1');
    await expect(driver.executeOperation(query)).rejects.toMatchObject({ code: 'bad-request' });
    expect(
      exporter
        .getFinishedSpans()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['query_items orders', 'read_query_plan East US']);
    await runtime.close();
    await account.close();
  });

  it('makes a span of an operation and one below it of each attempt, with their own times', async () => {
    const { createDriver, transport, spans, clock } = observed();
    const driver = await createDriver();
    const beganAtMs = clock.nowMs();
    const throttled = { status: 429, headers: { 'x-ms-substatus': '3200', 'x-ms-retry-after-ms': '20' } };
    transport.next(throttled, { status: 200, headers: { 'x-ms-request-charge': '2.5', 'x-ms-activity-id': 'b' } });
    await driver.executeOperation(readOrder);
    const operation = spans().find(isOperation);
    expect(operation).toMatchObject({ name: 'read_item orders', kind: SpanKind.CLIENT, status: { code: 0 } });
    expect(operation?.attributes).toStrictEqual({
      'azure.client.id': 'id-1',
      'azure.cosmosdb.consistency.level': 'Session',
      'user_agent.original': 'perdura-cosmos-driver/0 test',
      'db.system.name': 'azure.cosmosdb',
      'db.operation.name': 'read_item',
      'db.namespace': 'db',
      'db.collection.name': 'orders',
      'db.response.status_code': '200',
      'server.address': 'shop.documents.azure.com',
      'azure.cosmosdb.connection.mode': 'gateway',
      'azure.cosmosdb.operation.contacted_regions': ['East US'],
      'azure.cosmosdb.operation.request_charge': 2.5,
      'azure.resource_provider.namespace': 'Microsoft.DocumentDB',
    });
    expect([inMs(operation?.startTime ?? [0, 0]), inMs(operation?.endTime ?? [0, 0])]).toEqual([
      beganAtMs,
      clock.nowMs(),
    ]);
    const attempts = spans().filter((span) => !isOperation(span));
    expect(attempts.map(parentOf)).toEqual([operation?.spanContext().spanId, operation?.spanContext().spanId]);
    expect(inMs(attempts[1]?.startTime ?? [0, 0]) - beganAtMs).toBeGreaterThanOrEqual(15);
    expect(attempts[0]).toMatchObject({ name: 'read_item East US', status: { code: SpanStatusCode.ERROR } });
    expect(attempts[0]?.attributes).toMatchObject({
      'azure.cosmosdb.response.sub_status_code': 3200,
      'error.type': '429',
      'perdura.cosmosdb.execution_context': 'initial',
      'server.address': 'shop-eastus.documents.azure.com',
    });
  });

  it('says of a failed operation what failed', async () => {
    const { createDriver, transport, spans } = observed({ attemptSpans: false });
    const driver = await createDriver();
    transport.next({ status: 404 });
    await driver.executeOperation(readOrder).catch(() => undefined);
    await driver.executeOperation(readOrder, { signal: AbortSignal.abort() }).catch(() => undefined);
    expect(spans().map(({ attributes, status }) => [attributes['error.type'], status.code])).toEqual([
      ['404', SpanStatusCode.ERROR],
      ['aborted', SpanStatusCode.ERROR],
    ]);
    expect(spans()[0]?.status.message).toContain('read_item dbs/db/colls/orders/docs/1');
  });

  it('names what failed before it was sent', async () => {
    const { createDriver, spans } = observed();
    const driver = await createDriver();
    await driver.executeOperation(readOrder, { readConsistencyStrategy: 'GlobalStrong' }).catch(() => undefined);
    const resumed = CosmosOperation.queryItems(orders, 'SELECT 1').withContinuation('nonsense');
    await driver.executeOperation(resumed).catch(() => undefined);
    await driver.close();
    await driver.executeOperation(readOrder).catch(() => undefined);
    expect(spans().map(({ name, attributes }) => [name, attributes['error.type']])).toEqual([
      ['read_item orders', '400'],
      ['query_items orders', 'invalid-continuation'],
      ['read_item orders', 'closed'],
    ]);
  });

  it('says how many operations a batch has, unless it is one', async () => {
    const { createDriver, transport, spans } = observed({ attemptSpans: false });
    const driver = await createDriver();
    const remove = (id: string): BatchOperation => ({ kind: 'delete', id });
    for (const operations of [[remove('1')], [remove('1'), remove('2')]]) {
      transport.next({ status: 200, body: operations.map(() => ({ statusCode: 204 })) });
      await driver.executeOperation(CosmosOperation.batch(orders, PartitionKey.from('ada'), operations));
    }
    expect(spans().map(({ attributes }) => attributes['db.operation.batch.size'])).toEqual([undefined, 2]);
  });

  it('says of a write how long its body is, and where the server is when it is not where the service is', async () => {
    const { createDriver, transport, spans } = observed({ attemptSpans: false });
    const driver = await createDriver({ endpoint: 'http://localhost:8081' });
    transport.next({ status: 201 }, page);
    await driver.executeOperation(createOrder);
    await driver.executeOperation(CosmosOperation.readFeed('databases'));
    expect(spans()[0]?.attributes).toMatchObject({
      'azure.cosmosdb.request.body.size': createOrder.body?.byteLength,
      'server.address': 'localhost',
      'server.port': 8081,
    });
    expect(spans()[1]?.name).toBe('read_all_databases localhost:8081');
  });

  it('puts each span below the one that was active where the operation was called, however many run at once', async () => {
    const { createDriver, transport, spans, tracer } = observed({ attemptSpans: false });
    const driver = await createDriver();
    const count = 20;
    transport.next(...Array.from({ length: count }, () => ({ status: 200 })));
    const parents: Span[] = Array.from({ length: count }, (_, index) => tracer.startSpan(`caller ${index}`));
    await Promise.all(
      parents.map((parent, index) =>
        context.with(trace.setSpan(context.active(), parent), () =>
          driver.executeOperation(readOrder, { customHeaders: { 'x-caller': String(index) } }),
        ),
      ),
    );
    const below = spans().filter(isOperation).map(parentOf);
    expect(below.sort()).toEqual(parents.map((parent) => parent.spanContext().spanId).sort());
  });

  it('puts pages below what was active where they were asked for, with their rows', async () => {
    const { createDriver, transport, spans, tracer } = observed({ attemptSpans: false });
    const driver = await createDriver();
    transport.next(page);
    const parent = tracer.startSpan('caller');
    await context.with(trace.setSpan(context.active(), parent), async () => {
      for await (const _ of driver.pages(CosmosOperation.readFeed('databases')));
    });
    expect(spans()).toHaveLength(1);
    expect(parentOf(spans()[0])).toBe(parent.spanContext().spanId);
    expect(spans()[0]).toMatchObject({
      name: 'read_all_databases shop.documents.azure.com',
      attributes: { 'db.response.returned_rows': 2 },
    });
  });

  it('measures durations in seconds by default, and nothing else', async () => {
    const { createDriver, transport, metrics } = observed({ spans: false });
    const driver = await createDriver();
    transport.next({ status: 429, headers: { 'x-ms-retry-after-ms': '20' } }, { status: 200 });
    const { diagnostics } = await driver.executeOperation(readOrder);
    const measured = await metrics();
    expect([...measured.keys()]).toEqual(['db.client.operation.duration']);
    const duration = measured.get('db.client.operation.duration');
    expect(duration?.descriptor.unit).toBe('s');
    expect(Object.keys(duration?.dataPoints[0]?.attributes ?? {}).sort()).toEqual([
      'db.collection.name',
      'db.namespace',
      'db.operation.name',
      'db.response.status_code',
      'db.system.name',
      'server.address',
    ]);
    expect(duration?.dataPoints).toMatchObject([
      {
        attributes: { 'db.operation.name': 'read_item', 'db.response.status_code': '200' },
        value: {
          sum: diagnostics.durationMs / 1_000,
          count: 1,
          buckets: { boundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] },
        },
      },
    ]);
  });

  it('measures charges, rows and open drivers when asked to', async () => {
    const { createDriver, transport, metrics, spans } = observed({
      spans: false,
      requestChargeMetric: true,
      returnedRowsMetric: true,
      activeInstanceMetric: true,
    });
    const [driver, closed] = [await createDriver(), await createDriver()];
    await closed.close();
    transport.next(page, { status: 200, headers: { 'x-ms-request-charge': '1' } });
    await driver.executeOperation(CosmosOperation.readFeed('databases'));
    await driver.executeOperation(readOrder);
    const measured = await metrics();
    const sums = (name: string) => measured.get(name)?.dataPoints.map(({ value }) => (value as { sum: number }).sum);
    expect(sums('azure.cosmosdb.client.operation.request_charge')).toEqual([3, 1]);
    expect(sums('db.client.response.returned_rows')).toEqual([2]);
    const shape = (name: string) => {
      const { descriptor, dataPoints } = measured.get(name) ?? {};
      const value = dataPoints?.[0]?.value;
      return [descriptor?.unit, typeof value === 'object' ? (value as Histogram).buckets.boundaries : undefined];
    };
    expect(shape('azure.cosmosdb.client.operation.request_charge')).toEqual([
      '{request_unit}',
      [1, 5, 10, 25, 50, 100, 250, 500, 1_000],
    ]);
    expect(shape('db.client.response.returned_rows')).toEqual([
      '{row}',
      [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000],
    ]);
    expect(shape('azure.cosmosdb.client.active_instance.count')).toEqual(['{instance}', undefined]);
    expect(measured.get('azure.cosmosdb.client.active_instance.count')?.dataPoints).toMatchObject([
      { value: 1, attributes: { 'server.address': 'shop.documents.azure.com' } },
    ]);
    expect(spans()).toEqual([]);
  });

  it.each([{ tracerProvider: {} }, { spans: 1 }, { metrics: true }])('refuses %p', (options) => {
    expect(() => openTelemetry(options as OpenTelemetryOptions)).toThrow(TypeError);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { activity, orchestration } from '@perdura/durable-core';
import { DurableHost, type DurableHostOptions } from '@perdura/durable-host';
import { openTelemetry } from '@perdura/durable-host/opentelemetry';
import { callApi } from './fakes/call-api.ts';
import { closeTestHosts, openTestHost, type TestHost } from './fakes/open-test-host.ts';

const contexts = new AsyncLocalStorageContextManager();
beforeAll(() => void context.setGlobalContextManager(contexts.enable()));
afterEach(closeTestHosts);
afterAll(() => context.disable());

const minuteMs = 60_000;
const traceId = '0af7651916cd43dd8448eb211c80319c';
const callerId = 'b7ad6b7169203331';

const echo = activity('echo', (value: unknown) => value);
const child = orchestration('child', async (ctx) => ctx.callActivity(echo, 'kin'));
const parent = orchestration('parent', async (ctx) => {
  await ctx.callActivity(echo, 'first');
  await ctx.sleep(minuteMs);
  return ctx.callSubOrchestrator(child);
});

async function observed(options: Pick<DurableHostOptions, 'functions'> & Partial<DurableHostOptions>) {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const host = await openTestHost({ tracing: openTelemetry({ tracerProvider }), ...options });
  return { ...host, tracer: tracerProvider.getTracer('the program'), spans: () => exporter.getFinishedSpans() };
}

/** Starts an instance as a caller that is traced does. */
async function start({ host }: TestHost, path: string, headers: Readonly<Record<string, string>> = {}) {
  const traceparent = `00-${traceId}-${callerId}-01`;
  const url = `http://hub.invalid/durabletask/orchestrators/${path}`;
  const response = await host.fetch(new Request(url, { method: 'POST', headers: { traceparent, ...headers } }));
  const { id } = (await response.json()) as { id: string };
  return { status: response.status, id };
}

const nameOf = (spans: readonly ReadableSpan[], id: string | undefined) =>
  id === callerId ? 'the caller' : (spans.find((span) => span.spanContext().spanId === id)?.name ?? 'nobody');

/** Each span and what it follows from. */
const family = (spans: readonly ReadableSpan[]) =>
  spans.map((span) => [span.name, nameOf(spans, span.parentSpanContext?.spanId)]);

describe('openTelemetry', () => {
  it('makes one trace of a start, its turns, activities and sub-orchestrations', async () => {
    const test = await observed({ functions: [parent, child, echo] });
    const { id } = await start(test, 'parent', { tracestate: 'vendor=7' });
    await test.finish(id);
    const spans = test.spans();
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
    expect(family(spans)).toEqual([
      ['create_orchestration:parent', 'the caller'],
      ['orchestration:parent', 'create_orchestration:parent'],
      ['activity:echo', 'orchestration:parent'],
      ['orchestration:parent', 'create_orchestration:parent'],
      ['orchestration:parent', 'create_orchestration:parent'],
      ['orchestration:child', 'orchestration:parent'],
      ['activity:echo', 'orchestration:child'],
      ['orchestration:child', 'orchestration:parent'],
      ['orchestration:parent', 'create_orchestration:parent'],
    ]);
    expect(spans.every((span) => span.spanContext().traceState?.get('vendor') === '7')).toBe(true);
    expect(spans.at(-1)?.attributes).toEqual({
      'durabletask.type': 'orchestration',
      'durabletask.task.name': 'parent',
      'durabletask.task.instance_id': id,
      'durabletask.task.execution_id': expect.any(String),
      'durabletask.task.status': 'Completed',
    });
  });

  it('keeps to the trace when what failed is run again', async () => {
    let isBroken = true;
    const fragile = activity('fragile', () => {
      if (isBroken) throw new Error('not today');
    });
    const caller = orchestration('caller', async (ctx) => ctx.callActivity(fragile));
    const test = await observed({ functions: [caller, fragile] });
    const { id } = await start(test, 'caller');
    await test.settle();
    isBroken = false;
    expect((await callApi(test.host, 'POST', `/instances/${id}/rewind`)).status).toBe(202);
    await test.finish(id);
    expect(new Set(test.spans().map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
    expect(family(test.spans()).filter(([name]) => name === 'activity:fragile')).toEqual([
      ['activity:fragile', 'orchestration:caller'],
      ['activity:fragile', 'create_orchestration:caller'],
    ]);
  });

  it('tells of the time of the host', async () => {
    const test = await observed({ functions: [parent, child, echo] });
    const morningMs = test.clock.now();
    const { id } = await start(test, 'parent');
    await test.finish(id);
    const beganAtMs = test.spans().map(({ startTime: [seconds, nanos] }) => seconds * 1_000 + nanos / 1e6 - morningMs);
    expect(beganAtMs).toEqual([0, 0, 0, 0, ...Array.from({ length: 5 }, () => minuteMs)]);
  });

  it('makes no second span of a turn that is replayed', async () => {
    const test = await observed({ functions: [parent, child, echo], limits: { maxExecutionsInMemory: 1 } });
    const { id } = await start(test, 'parent');
    await test.settle();
    await start(test, 'child');
    await test.settle();
    await test.finish(id);
    const turns = test
      .spans()
      .filter(
        ({ name, attributes }) => name === 'orchestration:parent' && attributes['durabletask.task.instance_id'] === id,
      );
    const begun = test.spans().find(({ attributes }) => attributes['durabletask.task.instance_id'] === id);
    const parents = turns.map((turn) => turn.parentSpanContext?.spanId);
    expect(parents).toEqual(Array.from({ length: 4 }, () => begun?.spanContext().spanId));
  });

  it('runs the code of an activity inside its span', async () => {
    const active: (string | undefined)[] = [];
    const look = activity('look', async () => {
      await null;
      active.push(trace.getActiveSpan()?.spanContext().spanId);
    });
    const looker = orchestration('looker', async (ctx) => ctx.callActivity(look));
    const test = await observed({ functions: [looker, look] });
    await test.finish((await start(test, 'looker')).id);
    const span = test.spans().find(({ name }) => name === 'activity:look');
    expect(active).toEqual([span?.spanContext().spanId]);
  });

  it('says what went wrong: with a start, an activity, an instance', async () => {
    const failing = activity('failing', () => {
      throw new Error('no luck');
    });
    const unlucky = orchestration('unlucky', async (ctx) => ctx.callActivity(failing));
    const waiter = orchestration('waiter', async (ctx) => ctx.waitForEvent('go'));
    const test = await observed({ functions: [unlucky, failing, waiter] });
    await test.finish((await start(test, 'unlucky')).id);
    await start(test, 'waiter/one');
    expect((await start(test, 'waiter/one')).status).toBe(409);
    const failed = test.spans().filter(({ status }) => status.code === SpanStatusCode.ERROR);
    expect(failed.map(({ name, status }) => [name, status.message])).toEqual([
      ['activity:failing', "Activity function 'failing' failed: no luck"],
      ['orchestration:unlucky', expect.stringContaining("Orchestrator function 'unlucky' failed")],
      ['create_orchestration:waiter', expect.stringMatching(/^An instance of this id is (Pending|Running)\.$/)],
    ]);
  });

  it('goes on from what is active where a start is asked for without headers', async () => {
    const test = await observed({ functions: [child, echo] });
    const span = test.tracer.startSpan('the program');
    const id = await context.with(trace.setSpan(context.active(), span), () => test.client.startNew('child'));
    await test.finish(id);
    span.end();
    expect(family(test.spans()).slice(0, 1)).toEqual([['create_orchestration:child', 'the program']]);
  });

  it('names the version, and follows a new execution', async () => {
    const twice = orchestration<number, string>(
      'twice',
      async (ctx) => (ctx.input > 1 ? 'done' : ctx.continueAsNew(2)),
      {
        version: '1.5',
      },
    );
    const test = await observed({ functions: [twice] });
    const { id } = await start(test, 'twice');
    await test.finish(id);
    expect(test.spans().map(({ name, attributes }) => [name, attributes['durabletask.task.status']])).toEqual([
      ['create_orchestration:twice@(1.5)', undefined],
      ['orchestration:twice@(1.5)', 'ContinuedAsNew'],
      ['orchestration:twice@(1.5)', 'Completed'],
    ]);
  });

  it.each([
    ['an unknown option', { provider: {} }, /unknown option 'provider'/],
    ['what is no provider', { tracerProvider: {} }, /tracerProvider must have/],
    ['no object', null, /must be an object/],
  ])('refuses %s', (_what, options, message) => {
    expect(() => openTelemetry(options as never)).toThrow(message);
  });

  it('is what the option tracing takes', async () => {
    const opening = DurableHost.open({ database: ':memory:', functions: [echo], tracing: {} as never });
    await expect(opening).rejects.toThrow(/tracing must be/);
  });
});

describe('the main entry', () => {
  it('does without @opentelemetry/api', () => {
    const source = fileURLToPath(new URL('../src/', import.meta.url));
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const importers = (what: string) => files.filter((name) => readFileSync(join(source, name), 'utf8').includes(what));
    expect(importers("from '@opentelemetry/")).toEqual([join('tracing', 'open-telemetry.ts')]);
    expect(importers("/open-telemetry.ts'")).toEqual(['opentelemetry.ts']);
    expect(importers("/opentelemetry.ts'")).toEqual([]);
  });
});

import { createRequire } from 'node:module';
import { type OrchestrationDefinition, orchestration, runOrchestration, type Task } from '@perdura/durable-core';
import { type HistoryEvent, openExecution } from '@perdura/durable-core/engine';
import { decodeTriggerPayload } from '../src/protocol/trigger-payload.ts';
import type { Payload } from './histories.ts';

/** Prepares one run, and does it; only the second is measured. Answers how large the answer is, where somebody asks. */
export type Contender = (payload: Payload) => () => Promise<unknown>;

/** Tasks by the number of the activity. */
type Program = 'sequence' | 'fan-out' | 'any-drain' | 'events';

const require = createRequire(import.meta.url);

/** Our orchestrations: the same program as a generator and as an async function. */
export function ours(
  program: Program,
  count: number,
  form: 'generator' | 'async',
): OrchestrationDefinition<unknown, unknown> {
  const name = 'orchestration';
  switch (program) {
    case 'sequence':
      return form === 'generator'
        ? orchestration(name, function* (ctx) {
            for (let id = 0; id < count; id++) yield* ctx.callActivity('work', id);
          })
        : orchestration(name, async (ctx) => {
            for (let id = 0; id < count; id++) await ctx.callActivity('work', id);
          });
    case 'fan-out':
      return form === 'generator'
        ? orchestration(name, function* (ctx) {
            return (yield* ctx.joinAll(numbers(count).map((id) => ctx.callActivity('work', id)))).length;
          })
        : orchestration(name, async (ctx) => {
            return (await ctx.joinAll(numbers(count).map((id) => ctx.callActivity('work', id)))).length;
          });
    case 'any-drain':
      return form === 'generator'
        ? orchestration(name, function* (ctx) {
            let open: readonly Task<unknown>[] = numbers(count).map((id) => ctx.callActivity('work', id));
            while (open.length > 0) open = (yield* ctx.any(open)).remaining;
          })
        : orchestration(name, async (ctx) => {
            let open: readonly Task<unknown>[] = numbers(count).map((id) => ctx.callActivity('work', id));
            while (open.length > 0) open = (await ctx.any(open)).remaining;
          });
    case 'events':
      return form === 'generator'
        ? orchestration(name, function* (ctx) {
            for (let number = 0; number < count; number++) yield* ctx.waitForEvent('go');
          })
        : orchestration(name, async (ctx) => {
            for (let number = 0; number < count; number++) await ctx.waitForEvent('go');
          });
  }
}

/** The replay alone, of events that were decoded before. */
export function replay(definition: OrchestrationDefinition<unknown, unknown>): Contender {
  const decoded = new WeakMap<Payload, readonly HistoryEvent[]>();
  return (payload) => {
    const events = decoded.get(payload) ?? decodeTriggerPayload(payload).history;
    decoded.set(payload, events);
    return () => openExecution(definition, { instanceId: 'instance' }).advance(events);
  };
}

/** The whole handler: payload in, answer out. */
export function handler(definition: OrchestrationDefinition<unknown, unknown>): Contender {
  return (payload) => () => runOrchestration(definition, payload);
}

interface DfContext {
  readonly df: {
    callActivity(name: string, input: unknown): object;
    waitForExternalEvent(name: string): object;
    readonly Task: { all(tasks: object[]): object; any(tasks: object[]): object };
  };
}

/** The whole handler of durable-functions, which writes into its payload and so gets a copy. */
export function durableFunctions(program: Program, count: number): Contender {
  const { Orchestrator } = require('durable-functions/lib/src/orchestrations/Orchestrator.js') as {
    Orchestrator: new (code: unknown) => { listen(): (payload: unknown, context: object) => Promise<unknown> };
  };
  const programs: Record<Program, (context: DfContext) => Generator<object, unknown, unknown>> = {
    *sequence({ df }) {
      for (let id = 0; id < count; id++) yield df.callActivity('work', id);
    },
    *'fan-out'({ df }) {
      return ((yield df.Task.all(numbers(count).map((id) => df.callActivity('work', id)))) as unknown[]).length;
    },
    *'any-drain'({ df }) {
      let open = numbers(count).map((id) => df.callActivity('work', id));
      while (open.length > 0) {
        const done = yield df.Task.any(open);
        open = open.filter((task) => task !== done);
      }
    },
    *events({ df }) {
      for (let number = 0; number < count; number++) yield df.waitForExternalEvent('go');
    },
  };
  const handle = new Orchestrator(programs[program]).listen();
  return (payload) => {
    const copy = structuredClone(payload);
    return () => handle(copy, {});
  };
}

/** The executor of durabletask-js, of events in its own form that were made before. */
export function durableTask(program: 'sequence' | 'fan-out', count: number): Contender {
  const load = (path: string): never => require(`@microsoft/durabletask-js/dist/${path}.js`) as never;
  const { OrchestrationExecutor } = load('worker/orchestration-executor') as {
    OrchestrationExecutor: new (
      registry: object,
      log: object,
    ) => {
      execute(id: string, old: object[], fresh: object[]): Promise<unknown>;
    };
  };
  const { Registry } = load('worker/registry') as {
    Registry: new () => { addNamedOrchestrator(name: string, code: unknown): void };
  };
  const { NoOpLogger } = load('types/logger.type') as { NoOpLogger: new () => object };
  const { whenAll } = load('task/index') as { whenAll(tasks: object[]): object };
  const registry = new Registry();
  registry.addNamedOrchestrator(
    'orchestration',
    async function* (ctx: {
      callActivity(name: string, input: unknown): object;
    }): AsyncGenerator<object, void, unknown> {
      if (program === 'fan-out') yield whenAll(numbers(count).map((id) => ctx.callActivity('work', id)));
      else for (let id = 0; id < count; id++) yield ctx.callActivity('work', id);
    },
  );
  const make = load('utils/pb-helper.util') as {
    newOrchestratorStartedEvent(time?: Date): object;
    newExecutionStartedEvent(name: string, id: string, input?: string): object;
    newTaskScheduledEvent(id: number, name: string, input?: string): object;
    newTaskCompletedEvent(id: number, result?: string): object;
  };
  const events = new WeakMap<Payload, object[]>();
  return (payload) => {
    const made =
      events.get(payload) ??
      payload.history.flatMap((event): object[] => {
        switch (event.EventType) {
          case 12:
            return [make.newOrchestratorStartedEvent(new Date(event.Timestamp as string))];
          case 0:
            return [make.newExecutionStartedEvent('orchestration', 'instance')];
          case 4:
            return [make.newTaskScheduledEvent((event.EventId as number) + 1, 'work', String(event.EventId))];
          case 5:
            return [make.newTaskCompletedEvent((event.TaskScheduledId as number) + 1, event.Result as string)];
          default:
            return [];
        }
      });
    events.set(payload, made);
    const last = made.length - 2;
    return () =>
      new OrchestrationExecutor(registry, new NoOpLogger()).execute('instance', made.slice(0, last), made.slice(last));
  };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

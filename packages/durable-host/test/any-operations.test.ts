import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { expect, it } from '@jest/globals';
import { activity, entity, entityId, type OrchestrationContext, orchestration } from '@perdura/durable-core';
import type { JsonFunction } from '@perdura/durable-host';
import fc from 'fast-check';
import { isFinished } from '../src/instances/instance.ts';
import { NotNowError } from '../src/json/not-now-error.ts';
import { type DurableHostOptions, resolveHostOptions } from '../src/options/host-options.ts';
import { TaskHub } from '../src/runtime/task-hub.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { faultsIn } from './fakes/faults-in.ts';
import { jsonDefinition } from './fakes/json-definition.ts';
import { jsonActivity } from './fakes/json-functions.ts';
import { virtualClock } from './fakes/virtual-clock.ts';

/*
 * Programs nobody thought of, in a hub whose clients do whatever comes to their minds while it is closed, opened and killed.
 */

/** What an orchestration does. */
type Program =
  | { readonly kind: 'step' | 'fragile' | 'far' | 'event'; readonly name: string }
  | { readonly kind: 'pause'; readonly seconds: number }
  | { readonly kind: 'add' | 'tell'; readonly key: string; readonly isFragile: boolean }
  | { readonly kind: 'locked'; readonly keys: readonly string[]; readonly parts: readonly Program[] }
  | { readonly kind: 'in-order' | 'at-once'; readonly parts: readonly Program[] }
  | { readonly kind: 'child'; readonly by: 'engine' | 'json'; readonly parts: readonly Program[] };

/** What an instance is started with: it begins anew so often before it ends. */
interface Plan {
  readonly program: Program;
  readonly again: number;
  /** Which start it is. */
  readonly nonce?: string;
}

const key = fc.constantFrom('x', 'y', 'z');
const program = fc.letrec<{ part: Program; parts: readonly Program[] }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      kind: fc.constantFrom('step' as const, 'fragile' as const, 'far' as const, 'event' as const),
      name: key,
    }),
    fc.record({ kind: fc.constant('pause' as const), seconds: fc.nat(5) }),
    fc.record({ kind: fc.constantFrom('add' as const, 'tell' as const), key, isFragile: fc.boolean() }),
    fc.record({
      kind: fc.constant('locked' as const),
      keys: fc.uniqueArray(key, { minLength: 1, maxLength: 3 }),
      parts: tie('parts'),
    }),
    fc.record({ kind: fc.constantFrom('in-order' as const, 'at-once' as const), parts: tie('parts') }),
    fc.record({
      kind: fc.constant('child' as const),
      by: fc.constantFrom('engine' as const, 'json' as const),
      parts: tie('parts'),
    }),
  ),
  parts: fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
})).part;

const id = fc.constantFrom('a', 'b');
type Operation =
  | { readonly do: 'start'; readonly id: string; readonly by: 'engine' | 'json'; readonly plan: Plan }
  | {
      readonly do: 'raise' | 'suspend' | 'resume' | 'terminate' | 'rewind' | 'restart' | 'purge' | 'start-later';
      readonly id: string;
      readonly flag: boolean;
    }
  | {
      readonly do: 'settle' | 'wait' | 'mend' | 'break' | 'worker-up' | 'worker-down' | 'reopen' | 'kill' | 'purge-all';
    };

/** An operation, and whether the next one waits until it was accepted. */
interface Request {
  readonly operation: Operation;
  readonly isWaitedFor: boolean;
}
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('start' as const),
      id,
      by: fc.constantFrom('engine' as const, 'json' as const),
      plan: fc.record({ program, again: fc.nat(2) }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('raise', 'suspend', 'resume', 'terminate', 'rewind', 'restart', 'purge', 'start-later'),
      id,
      flag: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(['settle', 'settle', 'wait', 'wait', 'mend', 'break'] as const),
        ...(['worker-up', 'worker-down', 'reopen', 'kill', 'purge-all'] as const),
      ),
    }),
  },
);
const request: fc.Arbitrary<Request> = fc.record({ operation, isWaitedFor: fc.boolean() });

/** What the host is opened with. */
const settings: fc.Arbitrary<Partial<DurableHostOptions>> = fc.record({
  completion: fc.constantFrom('when-work-is-done', 'when-code-returns'),
  overridableExistingInstanceStates: fc.constantFrom('non-running-states', 'any-state'),
  keepFinishedForMs: fc.constantFrom(undefined, 2_000),
  limits: fc.record({
    maxConcurrentActivities: fc.constantFrom(1, 2, 100),
    maxConcurrentTurns: fc.constantFrom(1, 2, 100),
    maxExecutionsInMemory: fc.constantFrom(1, 2, 100),
    maxHistoryEvents: fc.constantFrom(12, 1_000),
    activities: fc.constantFrom({}, { step: { maxConcurrent: 1 } }, { step: { rate: { starts: 2, perMs: 1_000 } } }),
  }),
});

/** Whether what is fragile breaks. */
let isBroken = false;
/** Whether the worker that has one of the orchestrations and activities cannot be asked. */
let isDown = false;
const step = activity('step', async (name: string) => {
  // long enough for a few requests to be answered meanwhile
  for (let turns = 0; turns < (name.endsWith('x') ? 10 : 1); turns += 1) await new Promise(setImmediate);
  if (isBroken && name.startsWith('fragile')) throw new Error('it is broken');
  return name;
});
const list = entity('list', {
  initialState: [] as string[],
  operations: {
    async add(state, { label, isFragile }: { readonly label: string; readonly isFragile: boolean }) {
      await new Promise(setImmediate);
      if (isBroken && isFragile) throw new Error('it is broken');
      state.push(label);
      return 'added';
    },
  },
});

async function run(ctx: OrchestrationContext, part: Program, label: () => string): Promise<unknown> {
  switch (part.kind) {
    case 'step':
    case 'fragile':
      return ctx.callActivity(step, `${part.kind} ${part.name}`);
    case 'far':
      return ctx.callActivity('far', `far ${part.name}`);
    case 'event':
      return ctx.waitForEvent(part.name).then(() => 'came');
    case 'pause':
      return ctx.sleep(part.seconds * 1_000).then(() => 'slept');
    case 'add':
      return ctx.callEntity(list, part.key, 'add', { label: label(), isFragile: part.isFragile });
    case 'tell':
      ctx.signalEntity(list, part.key, 'add', { label: label(), isFragile: part.isFragile });
      return 'told';
    case 'locked': {
      const lock = await ctx.lockEntities(...part.keys.map((each) => entityId(list, each)));
      const results = await inOrder(ctx, part.parts, label);
      lock.release();
      return results;
    }
    case 'child':
      return ctx.callSubOrchestrator(part.by, {
        program: { kind: 'in-order', parts: part.parts },
        again: 0,
        nonce: label(),
      });
    case 'at-once':
      return Promise.all(part.parts.map((each) => run(ctx, each, label)));
    case 'in-order':
      return inOrder(ctx, part.parts, label);
  }
}

async function inOrder(ctx: OrchestrationContext, parts: readonly Program[], label: () => string): Promise<unknown> {
  const results: unknown[] = [];
  for (const each of parts) results.push(await run(ctx, each, label));
  return results;
}

function expected(part: Program): unknown {
  switch (part.kind) {
    case 'step':
    case 'fragile':
    case 'far':
      return `${part.kind} ${part.name}`;
    case 'event':
      return 'came';
    case 'pause':
      return 'slept';
    case 'add':
      return 'added';
    case 'tell':
      return 'told';
    default:
      return part.parts.map(expected);
  }
}

const body = async (ctx: OrchestrationContext<Plan>): Promise<unknown> => {
  const { program: what, again, nonce } = ctx.input;
  let count = 0;
  const label = () => `${nonce} ${again} ${count++}`;
  const result = await run(ctx, what, label);
  if (again === 0) return result;
  return ctx.continueAsNew({ program: what, again: again - 1, nonce });
};
const engine = orchestration<Plan, unknown>('engine', body);
const json = jsonDefinition(orchestration('json', async (ctx) => body(ctx as OrchestrationContext<Plan>)));
const far = jsonActivity('far', async (name) => name);
const atWorker = (definition: JsonFunction): JsonFunction => ({
  ...definition,
  invoke: async (trigger, facts) => {
    await new Promise(setImmediate);
    if (isDown) throw new NotNowError('the worker is down');
    return definition.invoke(trigger, facts);
  },
});
const functions = [step, list, engine, atWorker(json), atWorker(far)];
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A hub in a file, and what can be done to it. */
function openHub(folder: string, options: Partial<DurableHostOptions>) {
  const virtual = virtualClock();
  let shiftMs = 0;
  const clock = { ...virtual, now: () => virtual.now() + shiftMs };
  let count = 0;
  let files = 0;
  let nonces = 0;
  const newId = () => `i${count++}`;
  const open = (path: string) => {
    const database = openDatabase(path, 'normal', 'header');
    const hub = new TaskHub(
      database,
      resolveHostOptions({ ...options, database: path, functions, clock, log: silent }),
      newId,
      () => undefined,
    );
    hub.resume();
    return { path, database, hub };
  };
  let now = open(join(folder, 'hub-0.db'));
  const close = async ({ hub, database }: typeof now) => {
    await hub.close();
    database.close();
  };
  return {
    get hub() {
      return now.hub;
    },
    get database(): DatabaseSync {
      return now.database;
    },
    jump: () => virtual.jump(),
    newNonce: () => `n${nonces++}`,
    tick: () => {
      shiftMs += 1;
    },
    reopen: async () => {
      await close(now);
      now = open(now.path);
    },
    /** Goes on from what is in the file at this moment, as if the process had died. */
    kill: async () => {
      files += 1;
      const copy = join(folder, `hub-${files}.db`);
      for (const end of ['', '-wal']) if (existsSync(now.path + end)) copyFileSync(now.path + end, copy + end);
      await close(now);
      now = open(copy);
    },
    close: () => close(now),
  };
}

type Opened = ReturnType<typeof openHub>;

function expectClosed(error: unknown): void {
  if (!/database is not open|was closed/.test(String(error))) throw error;
}

async function carryOut(opened: Opened, what: Operation): Promise<unknown> {
  const { hub } = opened;
  switch (what.do) {
    case 'start':
      return hub.start({
        name: what.by,
        instanceId: what.id,
        input: JSON.stringify({ ...what.plan, nonce: opened.newNonce() }),
      });
    case 'start-later': {
      const plan: Plan = { program: { kind: 'step', name: 'x' }, again: 0 };
      const startAtMs = Date.UTC(2026, 0, 1) + 30_000;
      return hub.start({
        name: what.flag ? 'engine' : 'json',
        instanceId: what.id,
        input: JSON.stringify(plan),
        startAtMs,
      });
    }
    case 'raise':
      return Promise.all(['x', 'y', 'z'].map((name) => hub.raiseEvent(what.id, name, 'null')));
    case 'suspend':
      return hub.suspendInstance(what.id, 'stop');
    case 'resume':
      return hub.resumeInstance(what.id, 'go');
    case 'terminate':
      return hub.terminate(what.id, 'enough', what.flag);
    case 'rewind':
      return hub.rewind(what.id, 'again');
    case 'restart':
      return hub.restart(what.id, what.flag);
    case 'purge':
      return hub.purge(what.id, what.flag);
    case 'purge-all':
      return hub.purgeBy({}, true);
    case 'settle':
      return hub.whenIdle();
    case 'wait':
      await hub.whenIdle();
      return opened.jump();
    case 'mend':
    case 'break':
      isBroken = what.do === 'break';
      return undefined;
    case 'worker-up':
    case 'worker-down':
      isDown = what.do === 'worker-down';
      return undefined;
    case 'reopen':
      return opened.reopen();
    case 'kill':
      return opened.kill();
  }
}

/** Has everything come to an end that can. */
async function bringToEnd(opened: Opened): Promise<void> {
  isBroken = false;
  isDown = false;
  for (let round = 0; round < 300; round += 1) {
    await opened.hub.whenIdle();
    const open = opened.hub.list({}, undefined, 1_000).filter(({ status }) => !isFinished(status));
    if (open.length === 0) return;
    for (const { id: instanceId, status } of open) {
      if (status === 'Suspended') await opened.hub.resumeInstance(instanceId, 'go');
      await Promise.all(['x', 'y', 'z'].map((name) => opened.hub.raiseEvent(instanceId, name, 'null')));
    }
    await opened.hub.whenIdle();
    opened.jump();
  }
}

it('leaves no instance unfinished and nothing behind, whatever clients do and however often the host dies', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'perdura-any-'));
  const check = fc.asyncProperty(settings, fc.array(request, { maxLength: 30 }), async (options, requests) => {
    isBroken = true;
    isDown = false;
    const own = mkdtempSync(join(folder, 'run-'));
    const opened = openHub(own, options);
    let isRepeated = false;
    let underWay: Promise<unknown>[] = [];
    for (const { operation: each, isWaitedFor } of requests) {
      opened.tick();
      isRepeated ||= each.do === 'rewind' || each.do === 'restart';
      // What is asked of a hub that closes meanwhile may be refused.
      const done = carryOut(opened, each).catch(expectClosed);
      underWay.push(done);
      if (!isWaitedFor && each.do !== 'reopen' && each.do !== 'kill') continue;
      await done;
      if (isWaitedFor) await Promise.all(underWay);
      if (isWaitedFor) underWay = [];
    }
    await Promise.all(underWay);
    await bringToEnd(opened);
    const instances = opened.hub.list({}, undefined, 1_000);
    expect(instances.filter(({ status }) => !isFinished(status))).toEqual([]);
    for (const { status, output, input } of instances) {
      const plan = JSON.parse(input ?? '') as Plan;
      if (status === 'Completed') expect(JSON.parse(output ?? 'null')).toEqual(expected(plan.program));
    }
    // Signals that nobody waits for, and activities whose result nobody wants, come to their end too.
    for (let idle = 0; idle < 5; idle += 1) {
      await opened.hub.whenIdle();
      opened.jump();
    }
    await opened.hub.whenIdle();
    expect(faultsIn(opened.database)).toEqual([]);
    if (!isRepeated) {
      const labels = opened.hub.entities
        .list({ withState: true }, undefined, 100)
        .flatMap(({ state }) => JSON.parse(state ?? '[]') as string[]);
      expect(labels).toHaveLength(new Set(labels).size);
    }
    await opened.close();
    rmSync(own, { recursive: true, force: true });
  });
  try {
    await fc.assert(check, { numRuns: Number(process.env.PERDURA_RUNS ?? 60), interruptAfterTimeLimit: 480_000 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 600_000);

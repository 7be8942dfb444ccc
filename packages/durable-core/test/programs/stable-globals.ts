/* Run by a test as a process of its own, because the test runner keeps the functions of Node's modules from changing. */
import * as nodeCrypto from 'node:crypto';
import { randomBytes, randomFill, randomFillSync, randomInt, randomUUID } from 'node:crypto';
import { performance as nodePerformance } from 'node:perf_hooks';
import { orchestration } from '@perdura/durable-core';
import { type ExecutionOptions, openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';

const DateBefore = Date;
const madeBefore = new Date(0);

/** Everything that would be another in every replay. */
async function everything(): Promise<Record<string, unknown>> {
  const filled = new Promise((resolve) => randomFill(Buffer.alloc(4), (_error, view) => resolve([...view])));
  const bytes = new Promise((resolve) => randomBytes(4, (_error, buffer) => resolve([...buffer])));
  const int = new Promise((resolve) => randomInt(1000, (_error, number) => resolve(number)));
  return {
    random: Math.random(),
    uuids: [crypto.randomUUID(), randomUUID(), nodeCrypto.webcrypto.randomUUID()],
    values: [[...crypto.getRandomValues(new Uint8Array(5))], [...nodeCrypto.getRandomValues(new Uint16Array(3))]],
    bytes: [[...randomBytes(6)], await bytes],
    ints: [randomInt(1_000_000), randomInt(5, 7), await int],
    filled: [[...randomFillSync(Buffer.alloc(4), 1, 2)], await filled],
  };
}

async function outputOf(
  code: (...given: never[]) => unknown,
  options: Partial<ExecutionOptions> = {},
  past = history(),
): Promise<unknown> {
  const definition = orchestration('o', code as never);
  const { outcome } = await openExecution(definition, { instanceId: 'i', ...options }).advance(past.events);
  return outcome?.kind === 'completed' ? JSON.parse(outcome.output ?? 'null') : outcome;
}

const newDate = () => new Date();
const read = () => [Date.now(), newDate().getTime(), Date.parse(Date()), performance.now(), nodePerformance.now()];
const clock = async (ctx: { sleep(delayMs: number): PromiseLike<unknown> }) => {
  const first = read();
  await ctx.sleep(60_000);
  return [first, read()];
};
function* generator(ctx: { callActivity(name: string): unknown }) {
  yield ctx.callActivity('A');
  return Date.now();
}
const real = async () => [Date.now(), Math.random(), randomUUID()];
// The guard takes random bytes of Node for real work.
const off = { stableGlobals: false, ioGuard: false };
const during: unknown[] = [];
const look = (): void => void during.push(Date.now(), Math.random());
const looking = { log: { debug: look, info: look, warn: look, error: look } };

class Day extends Date {
  isFirst(): boolean {
    return this.getDate() === 1;
  }
}

const inside = {
  once: await outputOf(everything),
  again: await outputOf(everything),
  other: await outputOf(everything, { instanceId: 'j' }),
  clock: await outputOf(clock, {}, history().turn(60).fired(0)),
  generator: await outputOf(generator, {}, history().turn(5).completed(0)),
  off: [await outputOf(real, off), await outputOf(real, off)],
};
await outputOf(async (ctx: { log: { info(message: string): void } }) => ctx.log.info('now'), looking);
const outside = {
  during,
  everything: [await everything(), await everything()],
  now: [Date.now(), newDate().getTime(), performance.now()],
  dates: {
    madeBefore: [madeBefore instanceof Date, madeBefore.constructor === Date],
    oldConstructor: [new DateBefore(0) instanceof Date, new Date(0) instanceof DateBefore],
    ofClass: [new Day(2024, 0, 1).isFirst(), new Day() instanceof Day],
    itself: [Date.name, Date.length, typeof Date(), Date.UTC(2024, 0, 1), new Date(2024, 0, 2, 3).getHours()],
    cloned: structuredClone(new Date(5)).getTime(),
  },
};
console.log(JSON.stringify({ inside, outside }));

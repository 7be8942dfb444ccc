// pnpm bench [replay | fan-out | any-drain | events | clock]: all of them unless some are named.
import { median } from '@perdura/bench';
import { type Contender, durableFunctions, durableTask, handler, ours, replay } from './contenders.ts';
import { bufferedEvents, fanOut, type Payload, sequence } from './histories.ts';

const rounds = 9;
const warmUps = 12;

const benches: Readonly<Record<string, () => Promise<void>>> = {
  async replay() {
    const payload = sequence(2_500);
    const generator = ours('sequence', 2_500, 'generator');
    const async = ours('sequence', 2_500, 'async');
    const times = await measure(payload, {
      'durable-functions, handler': durableFunctions('sequence', 2_500),
      'replay alone, generator': replay(generator),
      'replay alone, async': replay(async),
      'handler, generator': handler(generator),
      'handler, async': handler(async),
      // last: what it leaves to the event loop to collect would fall on the one behind it
      'durabletask-js, executor': durableTask('sequence', 2_500),
    });
    report('sequence of 2,500 activities', times, {
      'replay alone, generator': 0.5,
      'replay alone, async': 1,
      'handler, generator': 1,
      'handler, async': 1.5,
    });
  },

  async 'fan-out'() {
    const medians = new Map<number, Readonly<Record<string, number>>>();
    for (const count of [5_000, 50_000]) {
      const times = await measure(fanOut(count), {
        'durable-functions, handler': durableFunctions('fan-out', count),
        'durabletask-js, executor': durableTask('fan-out', count),
        'replay alone, generator': replay(ours('fan-out', count, 'generator')),
        'replay alone, async': replay(ours('fan-out', count, 'async')),
        'handler, generator': handler(ours('fan-out', count, 'generator')),
        'handler, async': handler(ours('fan-out', count, 'async')),
      });
      medians.set(count, times);
      const limits = { 'handler, generator': 0.1, 'handler, async': 0.2 };
      report(`fan-out of ${count} activities, in order`, times, count === 50_000 ? limits : {});
    }
    reportGrowth(medians, 5_000, 50_000, '(limit 15)');
  },

  async 'any-drain'() {
    const medians = new Map<number, Readonly<Record<string, number>>>();
    for (const count of [1_000, 2_000, 4_000]) {
      const payload = fanOut(count);
      const times = await measure(payload, {
        'handler, generator': handler(ours('any-drain', count, 'generator')),
        'handler, async': handler(ours('any-drain', count, 'async')),
      });
      medians.set(count, times);
      report(`any until ${count} tasks are drained`, times, {});
      const answer = JSON.stringify(await handler(ours('any-drain', count, 'generator'))(payload)());
      console.log('  answer'.padEnd(58), `${answer.length} characters, ${(answer.length / count).toFixed(0)} a task`);
    }
    reportGrowth(medians, 1_000, 4_000, '');
    const peer = JSON.stringify(await durableFunctions('any-drain', 1_000)(fanOut(1_000))());
    console.log('the same of durable-functions, 1,000 tasks'.padEnd(58), `${peer.length} characters`);
  },

  async events() {
    const payload = bufferedEvents(20_000);
    const times = await measure(payload, {
      'handler, generator': handler(ours('events', 20_000, 'generator')),
      'handler, async': handler(ours('events', 20_000, 'async')),
    });
    report('20,000 buffered events in one episode', times, {});
    const failure = await durableFunctions(
      'events',
      20_000,
    )(payload)().then(
      () => 'passes',
      (error) => String(error.message).split('\n')[0],
    );
    console.log('the same of durable-functions'.padEnd(58), failure);
  },

  async clock() {
    const calls = 1_000_000;
    const perCall = (): number => {
      const samples = Array.from({ length: rounds }, () => {
        const start = process.hrtime.bigint();
        for (let call = 0; call < calls; call++) Date.now();
        return Number(process.hrtime.bigint() - start) / calls;
      });
      return median(samples);
    };
    const { Date: original } = globalThis;
    const before = perCall();
    await replay(ours('sequence', 1, 'async'))(sequence(1))();
    const installed = original === globalThis.Date ? 'already installed before' : 'with stable globals';
    console.log(
      'Date.now() outside of orchestrators'.padEnd(58),
      `${before.toFixed(0)} ns, ${installed} ${perCall().toFixed(0)} ns`,
    );
  },
};

/** Milliseconds of each contender: medians of rounds by turns. Nobody pays for the garbage of the one before. */
/** Until the event loop has come round: what the contender before has left to it is not in the time of the next. */
function loopRound(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function measure<Name extends string>(
  payload: Payload,
  contenders: Readonly<Record<Name, Contender>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(contenders) as Name[];
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round++) {
    for (const name of names) {
      const run = contenders[name](payload);
      globalThis.gc?.({ type: 'minor' });
      await loopRound();
      const start = performance.now();
      await run();
      if (round >= 0) samples.get(name)?.push(performance.now() - start);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(samples.get(name) ?? [])])) as Record<Name, number>;
}

function report(what: string, times: Readonly<Record<string, number>>, limits: Readonly<Record<string, number>>): void {
  const peer = times['durable-functions, handler'];
  console.log(what);
  for (const [name, ms] of Object.entries(times)) {
    const limit = limits[name];
    const ratio =
      peer === undefined ? '' : `${(ms / peer).toFixed(2)} x${limit === undefined ? '' : ` (limit ${limit})`}`;
    console.log(`  ${name}`.padEnd(58), `${ms.toFixed(2)} ms`.padStart(12), ratio);
  }
}

function reportGrowth(
  medians: ReadonlyMap<number, Readonly<Record<string, number>>>,
  from: number,
  to: number,
  limit: string,
): void {
  for (const name of ['handler, generator', 'handler, async']) {
    const growth = (medians.get(to)?.[name] ?? 0) / (medians.get(from)?.[name] ?? 1);
    console.log(`growth from ${from} to ${to}, ${name}`.padEnd(58), `${growth.toFixed(1)} x`, limit);
  }
}

const named = process.argv.slice(2);
// The clock first: it wants to be looked at before the globals are.
for (const name of ['clock', 'replay', 'fan-out', 'any-drain', 'events']) {
  if (named.length === 0 || named.includes(name)) await benches[name]?.();
}

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, nextMessage, startChild } from '@perdura/bench';
import type { Load } from './load.ts';
import { fsyncsPerSecond } from './measure-disk.ts';

const rounds = 7;

const ours = { served: './contenders/served.ts', embedded: './contenders/embedded.ts' };
const peers = { restate: './peers/src/restate.ts', dbos: './peers/src/dbos.ts' };

/** The loads, and the least ratios that are asked of the hub: as a server against Restate, as a library against DBOS. */
const loads: readonly {
  readonly title: string;
  readonly load: Load;
  readonly limits: Readonly<Record<string, number>>;
}[] = [
  {
    title: 'sequence of three activities, 50 in flight',
    load: { workload: 'sequence', instances: 1_000, inFlight: 50 },
    limits: { restate: 2, dbos: 3 },
  },
  { title: 'the same, 1 in flight', load: { workload: 'sequence', instances: 100, inFlight: 1 }, limits: {} },
  {
    title: 'fan-out of 100 activities, 10 in flight',
    load: { workload: 'fan_out', instances: 100, inFlight: 10 },
    limits: { restate: 4 },
  },
];

/** Instances per second of every engine, rounds by turns, and the ratios to the peers. */
export async function compareThroughput(hasPeers: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perdura-bench-'));
  const processes = new Map<string, ChildProcess>();
  const { startPostgres } = hasPeers ? await import('./peers/src/start-postgres.ts') : { startPostgres: undefined };
  const postgres = await startPostgres?.();
  try {
    const modules = { ...ours, ...(hasPeers && { restate: peers.restate }), ...(postgres && { dbos: peers.dbos }) };
    for (const [name, module] of Object.entries(modules)) {
      const own = join(folder, name);
      mkdirSync(own);
      const options = JSON.stringify({ databaseUrl: postgres?.url });
      const child = startChild(new URL('./contender-process.ts', import.meta.url), [module, own, options], 'inherit');
      processes.set(name, child);
      await nextMessage(child);
    }
    console.log(`${Math.round(fsyncsPerSecond(folder))} synced writes a second on this disk`);
    for (const { title, load, limits } of loads) report(title, await measure(processes, load), limits);
  } finally {
    for (const child of processes.values()) {
      if (child.exitCode !== null) continue;
      const exited = once(child, 'exit');
      child.send('close');
      await exited;
    }
    await postgres?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Medians of instances per second; the first round of each warms up. */
async function measure(processes: ReadonlyMap<string, ChildProcess>, load: Load): Promise<ReadonlyMap<string, number>> {
  const samples = new Map<string, number[]>([...processes.keys()].map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, child] of processes) {
      child.send(load);
      const ms = await nextMessage<number>(child);
      if (round > 0) samples.get(name)?.push((load.instances / ms) * 1_000);
    }
  }
  return new Map([...samples].map(([name, perSecond]) => [name, median(perSecond)]));
}

function report(title: string, perSecond: ReadonlyMap<string, number>, limits: Readonly<Record<string, number>>): void {
  console.log(title);
  for (const [name, rate] of perSecond) {
    // A library is set against a library, a server against a server.
    const own = perSecond.get(name === 'dbos' ? 'embedded' : 'served') ?? 0;
    const limit = limits[name];
    const ratio =
      name in ours ? '' : `${(own / rate).toFixed(2)} x${limit === undefined ? '' : ` (at least ${limit})`}`;
    console.log(`  ${name}`.padEnd(20), `${rate.toFixed(0)}/s`.padStart(10), ratio);
  }
}

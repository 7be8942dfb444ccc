import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '@perdura/bench';
import { DurableHost } from '@perdura/durable-host';
import { fillHub } from './fill-hub.ts';
import { functions } from './functions.ts';

const million = 1_000_000;
const rounds = 5;
const requests = 1_000;

/** The most that a start and a status may take of a full file, as a ratio to those of an empty one. */
const limit = 3;

/** The 99th percentile of start and status in a file of a million instances, beside an empty one: rounds by turns. */
export async function compareHubSizes(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perdura-bench-'));
  const hubs = { empty: join(folder, 'empty'), full: join(folder, 'full') };
  for (const path of Object.values(hubs)) mkdirSync(path);
  try {
    const startMs = performance.now();
    const idOf = await fillHub(hubs.full, million);
    const megabytes = statSync(join(hubs.full, 'hub.db')).size / 1e6;
    const seconds = (performance.now() - startMs) / 1_000;
    console.log(`${million} instances in one file of ${megabytes.toFixed(0)} MB, filled in ${seconds.toFixed(0)} s`);
    const open = (path: string) => DurableHost.open({ database: join(path, 'hub.db'), functions });
    const empty = await open(hubs.empty);
    const full = await open(hubs.full);
    const samples = new Map<string, number[]>();
    for (let round = 0; round <= rounds; round++) {
      for (const [name, host] of Object.entries({ empty, full })) {
        const own = (index: number) => `own-${round}-${index}`;
        const starts = await percentile99((index) => ask(host, 'POST', `orchestrators/sequence/${own(index)}`, 202));
        await host.whenIdle();
        const statuses = await percentile99((index) =>
          ask(host, 'GET', `instances/${name === 'full' ? idOf((index * 997_331) % million) : own(index)}`, 200),
        );
        if (round === 0) continue;
        for (const [what, ms] of Object.entries({ start: starts, status: statuses })) {
          const key = `${what} ${name}`;
          samples.set(key, [...(samples.get(key) ?? []), ms]);
        }
      }
    }
    for (const what of ['start', 'status']) {
      const [small, large] = ['empty', 'full'].map((name) => median(samples.get(`${what} ${name}`) ?? []));
      const ratio = (large ?? 0) / (small ?? 1);
      console.log(
        `  p99 of a ${what}`.padEnd(20),
        `${large?.toFixed(2)} ms, ${small?.toFixed(2)} ms in an empty file: ${ratio.toFixed(2)} x (at most ${limit})`,
      );
    }
    await Promise.all([empty.close(), full.close()]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function percentile99(request: (index: number) => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < requests; index++) {
    const startMs = performance.now();
    await request(index);
    times.push(performance.now() - startMs);
  }
  return times.sort((a, b) => a - b)[Math.floor(requests * 0.99)] ?? Number.NaN;
}

async function ask(host: DurableHost, method: string, path: string, status: number): Promise<void> {
  const response = await host.fetch(new Request(`http://hub.invalid/runtime/webhooks/durabletask/${path}`, { method }));
  await response.text();
  if (response.status !== status) throw new Error(`${method} ${path} was answered with ${response.status}.`);
}

/**
 * Readers against one server that does nothing but write bytes: each reader in a process of its own, so that they share neither
 * compiled code nor heap nor sockets; one reads at a time, by turns, so that a busy machine is busy for all.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { nextMessage, startChild } from './child-process.ts';
import { median } from './median.ts';
import type { ReadFigures, ReadOrder } from './reader-process.ts';

/**
 * How often readers are started, how often each reads once it is warm, and for how long. Several processes for each, because what a
 * process compiles and what its garbage collector takes for long-lived in its first second stays with it.
 */
const measured = { launches: 5, rounds: 3, roundMs: 300, warmUpMs: 1_200 };

/** Medians by number of reads in flight, for each reader. */
export type Comparison<Name extends string> = Readonly<
  Record<Name, readonly (ReadFigures & { readonly inFlight: number })[]>
>;

/**
 * Compares readers.
 *
 * @param readers  Modules that call `serveOrders`; they are given the server's URL.
 * @param inFlight  The numbers of reads in flight to measure at.
 * @param regionCount  How many regions the account shows.
 */
export async function compareReaders<Name extends string>(
  readers: Readonly<Record<Name, URL>>,
  inFlight: readonly number[],
  regionCount: number = 1,
): Promise<Comparison<Name>> {
  const names = Object.keys(readers) as Name[];
  const samples = new Map<string, ReadFigures[]>();
  for (let launch = 0; launch < measured.launches; launch++) {
    await withReaders(readers, regionCount, async (processes) => {
      for (const each of inFlight) {
        for (const name of names)
          await order(processes[name], { kind: 'for', inFlight: each, forMs: measured.warmUpMs });
        for (let round = 0; round < measured.rounds; round++) {
          for (const name of names) {
            const figures = await order(processes[name], { kind: 'for', inFlight: each, forMs: measured.roundMs });
            const key = `${name} ${each}`;
            samples.set(key, [...(samples.get(key) ?? []), figures]);
          }
        }
      }
    });
  }
  return Object.fromEntries(
    names.map((name) => [
      name,
      inFlight.map((each) => ({ inFlight: each, ...medianFigures(samples.get(`${name} ${each}`) ?? []) })),
    ]),
  ) as unknown as Comparison<Name>;
}

/** Starts the server and readers of it, and ends them when the work is done. */
export async function withReaders<Name extends string, T>(
  readers: Readonly<Record<Name, URL>>,
  regionCount: number,
  work: (processes: Readonly<Record<Name, ChildProcess>>) => Promise<T>,
): Promise<T> {
  const server = startChild(new URL('serve-item.ts', import.meta.url), [String(regionCount)], 'pipe');
  const started: [string, ChildProcess][] = [];
  try {
    const [line] = server.stdout === null ? [''] : await once(server.stdout, 'data');
    for (const [name, file] of Object.entries<URL>(readers)) {
      const child = startChild(file, [String(line).trim()], 'inherit');
      started.push([name, child]);
      await nextMessage(child);
    }
    return await work(Object.fromEntries(started) as Record<Name, ChildProcess>);
  } finally {
    for (const [, child] of started) if (child.connected) child.disconnect();
    server.disconnect();
  }
}

/** Has a reader read, and waits for its figures. */
export async function order(reader: ChildProcess, what: ReadOrder): Promise<ReadFigures> {
  const answered = nextMessage<ReadFigures>(reader);
  reader.send(what);
  return answered;
}

function medianFigures(samples: readonly ReadFigures[]): ReadFigures {
  const of = (figure: keyof ReadFigures): number => median(samples.map((sample) => sample[figure]));
  return { perSecond: of('perSecond'), cpuUs: of('cpuUs'), p99Ms: of('p99Ms'), heapBytes: of('heapBytes') };
}

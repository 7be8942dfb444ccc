/**
 * Readers against one server that does nothing but write bytes: each reader in a process of its own, so that they share neither
 * compiled code nor heap nor sockets; one reads at a time, by turns, so that a busy machine is busy for all.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { nextMessage, startChild } from './child-process.ts';
import type { ReadFigures, ReadOrder } from './reader-process.ts';

/** How many rounds count, how long each is, and how long readers warm up before the first. */
const measured = { rounds: 11, roundMs: 400, warmUpMs: 2_000 };

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
  return withReaders(readers, regionCount, async (processes) => {
    const names = Object.keys(processes) as Name[];
    const medians = new Map<Name, (ReadFigures & { readonly inFlight: number })[]>(names.map((name) => [name, []]));
    for (const each of inFlight) {
      const samples = new Map<Name, ReadFigures[]>(names.map((name) => [name, []]));
      for (const name of names) await order(processes[name], { kind: 'for', inFlight: each, forMs: measured.warmUpMs });
      for (let round = 0; round < measured.rounds; round++) {
        for (const name of names) {
          const figures = await order(processes[name], { kind: 'for', inFlight: each, forMs: measured.roundMs });
          samples.get(name)?.push(figures);
        }
      }
      for (const name of names) medians.get(name)?.push({ inFlight: each, ...medianFigures(samples.get(name) ?? []) });
    }
    return Object.fromEntries(medians) as unknown as Comparison<Name>;
  });
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
  const of = (figure: keyof ReadFigures): number => {
    const values = samples.map((sample) => sample[figure]).sort((left, right) => left - right);
    return values[values.length >>> 1] ?? Number.NaN;
  };
  return { perSecond: of('perSecond'), cpuUs: of('cpuUs'), p99Ms: of('p99Ms'), heapBytes: of('heapBytes') };
}

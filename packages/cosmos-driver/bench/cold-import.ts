import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from '@perdura/bench';

/** What one process took. */
interface ImportTimes {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** What is compared: the entry of one kind of runtime, and what it is made of by others. */
interface Comparison {
  readonly what: string;
  readonly entry: readonly string[];
  readonly floor: readonly string[];
  /** Choose the entry of the export map; the same for both sides. */
  readonly flags: readonly string[];
  readonly limit?: number;
}

const comparisons: readonly Comparison[] = [
  { what: 'cold import, Node', entry: ['driver'], floor: ['undici', 'zod'], flags: [], limit: 1.3 },
  { what: 'cold import, fetch', entry: ['driver'], floor: ['ky', 'zod'], flags: ['--conditions=browser'], limit: 1.3 },
  // The entry loads ky with its first request: here it is counted.
  {
    what: 'cold import, fetch, first request',
    entry: ['driver', 'ky'],
    floor: ['ky', 'zod'],
    flags: ['--conditions=browser'],
  },
];

/** Odd, so that there is one in the middle. */
const rounds = 15;

/**
 * Importing what is published, against importing the HTTP client below it and a schema library: fresh processes, one of each in turn,
 * so that a busy machine is busy for all. Medians. Needs a build.
 */
export async function benchColdImport(): Promise<void> {
  if (!existsSync(new URL('../dist/index.node.js', import.meta.url))) {
    throw new Error('Cold imports are measured on what is published: run `pnpm build` in the root first.');
  }
  const samples = comparisons.map(() => ({ entry: [] as ImportTimes[], floor: [] as ImportTimes[] }));
  // One round more: the first one reads the files from the disk.
  for (let round = -1; round < rounds; round++) {
    for (const [index, comparison] of comparisons.entries()) {
      for (const side of ['entry', 'floor'] as const) {
        const times = await importFresh(comparison[side], comparison.flags);
        if (round >= 0) samples[index]?.[side].push(times);
      }
    }
  }
  for (const [index, { what, limit }] of comparisons.entries()) {
    const { entry, floor } = samples[index] ?? { entry: [], floor: [] };
    for (const measure of ['wallMs', 'cpuMs'] as const) {
      const of = (times: readonly ImportTimes[]): number => median(times.map((each) => each[measure]));
      const [ours, theirs] = [of(entry), of(floor)];
      const figures = `${ours.toFixed(1)} ms, floor ${theirs.toFixed(1)} ms of ${measure === 'wallMs' ? 'time' : 'CPU'}`;
      const told = limit === undefined ? '' : ` (limit ${limit})`;
      console.log(`${what.padEnd(40)} ${figures.padStart(36)}   ${(ours / theirs).toFixed(2)} x${told}`);
    }
  }
}

const importer = fileURLToPath(new URL('import-packages.ts', import.meta.url));

async function importFresh(names: readonly string[], flags: readonly string[]): Promise<ImportTimes> {
  const parameters = ['--disable-warning=ExperimentalWarning', ...flags, importer, ...names];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  return JSON.parse(stdout) as ImportTimes;
}

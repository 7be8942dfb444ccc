// pnpm bench [point | cold-import]: all of them unless some are named.
import { benchColdImport } from './cold-import.ts';
import { benchPointReads } from './point-reads.ts';

const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  point: benchPointReads,
  'cold-import': benchColdImport,
};
const named = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (named.length === 0 || named.includes(name)) await bench();
}

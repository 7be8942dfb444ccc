// pnpm bench [point | order-by | cold-import]: all of them unless some are named.
import { benchColdImport } from './cold-import.ts';
import { benchOrderBy } from './order-by.ts';
import { benchPointReads } from './point-reads.ts';

const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  point: benchPointReads,
  'order-by': benchOrderBy,
  'cold-import': benchColdImport,
};
const named = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (named.length === 0 || named.includes(name)) await bench();
}

// pnpm bench [throughput | million | memory]: all of them unless some are named. The peers of the first are loaded by
// `pnpm --dir bench/peers install`; those that are not there are left out, and PostgreSQL has to be on the machine.
import { existsSync } from 'node:fs';
import { compareHubSizes } from './compare-hub-sizes.ts';
import { compareThroughput } from './compare-throughput.ts';
import { growMemory } from './grow-memory.ts';

const benches: Readonly<Record<string, () => Promise<void>>> = {
  throughput: () => compareThroughput(existsSync(new URL('./peers/node_modules', import.meta.url))),
  million: compareHubSizes,
  memory: growMemory,
};

const named = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) if (named.length === 0 || named.includes(name)) await bench();

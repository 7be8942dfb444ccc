// pnpm bench [keys | purge]: all of them unless some are named.
import { measureKeys } from './measure-keys.ts';
import { measurePurge } from './measure-purge.ts';

const benches: Readonly<Record<string, () => unknown>> = { keys: measureKeys, purge: measurePurge };

const named = process.argv.slice(2);
for (const name of named) {
  if (!Object.hasOwn(benches, name)) {
    throw new Error(`There is no bench ${name}; there are ${Object.keys(benches).join(', ')}.`);
  }
}
for (const [name, bench] of Object.entries(benches)) if (named.length === 0 || named.includes(name)) await bench();

import type { Generation } from './generation.ts';

/**
 * Refuses a generation that claims another layout than it was published with: its rows would be looked for where they are not.
 *
 * @throws {TypeError} naming what differs.
 */
export function assertSameLayout(published: Generation, given: Generation): void {
  const differing = (what: string, was: unknown, is: unknown): never => {
    throw new TypeError(
      `Generation ${published.id} was published with ${what} ${String(was)}; it cannot become ${String(is)}. ` +
        'Publish a new generation instead.',
    );
  };
  if (given.table !== published.table) differing('table', published.table, given.table);
  if (given.partitions !== published.partitions) differing('partitions', published.partitions, given.partitions);
  if (given.strategy.name !== published.strategy.name) {
    differing('strategy', published.strategy.name, given.strategy.name);
  }
  if (given.keyFormat.name !== published.keyFormat.name) {
    differing('keyFormat', published.keyFormat.name, given.keyFormat.name);
  }
}

import type { Partitioner } from './partitioner.ts';

/**
 * Refuses to move rows out of a generation that is not closed, or where everyone was promised that rows stay.
 *
 * @throws {TypeError} saying what to do.
 */
export function assertMovable(
  { generations, migrate }: Pick<Partitioner, 'generations' | 'migrate'>,
  from: number,
): void {
  if (migrate === 'never') {
    throw new TypeError(
      "A partitioner with migrate: 'never' promises that rows stay where they are, and deletes without tombstones. " +
        "Give every process 'onDemand' before rows are moved.",
    );
  }
  const generation = generations.find(({ id }) => id === from);
  if (generation === undefined) throw new TypeError(`There is no generation ${String(from)}.`);
  if (generation.state !== 'readonly') {
    throw new TypeError(`Rows are moved out of a readonly generation; ${from} is ${generation.state}.`);
  }
}

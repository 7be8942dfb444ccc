import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import { isBuiltInStrategyName } from './built-in-strategies.ts';
import type { PartitionStrategy } from './partition-strategy.ts';

const OPTION_NAMES: ReadonlySet<string> = new Set(['name', 'partitionOf', 'maxPartitions', 'evenUpTo']);

/**
 * A strategy of your own: to read what another program wrote by its own rule, or a hash with a secret key, so that nobody who
 * chooses GUIDs can aim them at one partition.
 *
 * `partitionOf` is to be a pure function of its arguments: the same GUID is always in the same partition. It is given bytes of
 * its own and may keep or change them.
 *
 * @returns the strategy, checked and frozen.
 * @throws {TypeError} when the name is empty or that of a strategy of this package, `partitionOf` is no function, a limit is no
 *   integer from 1 on, or a field is unknown.
 */
export function customStrategy(strategy: PartitionStrategy): PartitionStrategy {
  refuseUnknownOptions('customStrategy', strategy, OPTION_NAMES);
  const { name, partitionOf, maxPartitions, evenUpTo } = strategy;
  if (typeof name !== 'string' || name.trim() === '') {
    throw new TypeError('A strategy needs a name: it is stored with what is written by it.');
  }
  if (isBuiltInStrategyName(name)) {
    throw new TypeError(`The name ${name} belongs to a strategy of this package; give yours another one.`);
  }
  if (typeof partitionOf !== 'function') {
    throw new TypeError(`The strategy ${name} needs a function partitionOf(guid, partitions).`);
  }
  for (const [limit, value] of Object.entries({ maxPartitions, evenUpTo })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1)) {
      throw new TypeError(`${limit} of the strategy ${name} is an integer, at least 1, not ${String(value)}.`);
    }
  }
  return Object.freeze({ ...strategy });
}

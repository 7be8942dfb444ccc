import { byteSum } from './byte-sum.ts';
import { jump } from './jump.ts';
import { murmur3 } from './murmur3.ts';
import type { PartitionStrategy } from './partition-strategy.ts';

/** Name of a strategy that this package brings along. */
export type BuiltInStrategyName = 'byteSum' | 'murmur3' | 'jump';

/** The strategies of this package by the names they are stored under. */
export const builtInStrategies: Readonly<Record<BuiltInStrategyName, PartitionStrategy>> = Object.freeze({
  byteSum,
  murmur3,
  jump,
});

/** Tells whether a name belongs to a strategy of this package. */
export function isBuiltInStrategyName(name: string): name is BuiltInStrategyName {
  return Object.hasOwn(builtInStrategies, name);
}

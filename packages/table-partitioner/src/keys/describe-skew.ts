import { byteSum } from './byte-sum.ts';
import type { ResolvedPartitioning } from './partitioning.ts';

/** A strategy and the number of partitions it fills. */
type Spread = Pick<ResolvedPartitioning, 'strategy' | 'partitions'>;

/**
 * What is uneven about so many partitions whatever the GUIDs, in one sentence; `undefined` when nothing is known to be.
 */
export function describeSkew({ strategy, partitions }: Spread): string | undefined {
  const { name, evenUpTo = partitions } = strategy;
  if (partitions <= evenUpTo) return undefined;
  return `${name} loads ${partitions} partitions unevenly: it is even up to ${evenUpTo}.`;
}

/**
 * What is uneven about GUIDs like this one, in one sentence; `undefined` when nothing is known to be.
 *
 * Version 1 is a clock that mostly ticks in steps of 10,000, and 256 is 1 modulo 255: the sum of the bytes modulo a divisor of
 * 255 (3, 5, 17 and their products) is the whole GUID modulo it, so steps and partitions with a common divisor leave partitions
 * empty, four of five with 15 partitions. Beyond 64 partitions the few bytes that change do not reach all of them equally.
 *
 * @param guid  Sixteen bytes in RFC 9562 order.
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.1
 */
export function describeSkewOf(guid: Uint8Array, { strategy, partitions }: Spread): string | undefined {
  if (strategy !== byteSum || !isVersion1(guid)) return undefined;
  if (partitions <= 64 && partitions % 3 !== 0 && partitions % 5 !== 0 && partitions % 17 !== 0) return undefined;
  return (
    `byteSum loads ${partitions} partitions unevenly with GUIDs of version 1: those need 64 partitions at most, and a number ` +
    'that 3, 5 and 17 do not divide, such as 16.'
  );
}

/** The version, and the variant without which there is none. */
function isVersion1(guid: Uint8Array): boolean {
  return (guid[6] ?? 0) >>> 4 === 1 && (guid[8] ?? 0) >>> 6 === 2;
}

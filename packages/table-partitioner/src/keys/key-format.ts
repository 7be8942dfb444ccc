import { assertKeyText } from './assert-key-text.ts';

/** How a partition's number is written as a partition key. Like the strategy it is part of the data and never changes. */
export interface KeyFormat {
  /** Its name with its parameters, such as `padded(2)`. */
  readonly name: string;
  /**
   * The partition key of one partition.
   *
   * @param partition  Its number, from `0`.
   * @param partitions  How many there are.
   */
  keyOf(partition: number, partitions: number): string;
}

/**
 * The number in decimal, nothing in front: `"7"`, `"14"`.
 *
 * Keys are ordered as text, `"10"` before `"2"`: a range over such keys is not a range of numbers.
 */
export function decimal(): KeyFormat {
  return DECIMAL;
}

const DECIMAL: KeyFormat = Object.freeze({ name: 'decimal', keyOf: (partition: number) => String(partition) });

/**
 * The number in decimal with zeros in front, so that the order as text is the order as numbers: `"07"`, `"14"`.
 *
 * @param width  Digits of every key. Wider than needed leaves room to grow. (default: the digits of the last partition's number)
 * @throws {TypeError} when the width is no integer from 1 to 16; a `keyOf` that needs more digits throws one too.
 */
export function padded(width?: number): KeyFormat {
  if (width !== undefined && !(Number.isInteger(width) && width >= 1 && width <= 16)) {
    throw new TypeError(`The width of padded() is an integer from 1 to 16, not ${String(width)}.`);
  }
  return Object.freeze({
    name: width === undefined ? 'padded' : `padded(${width})`,
    keyOf(partition: number, partitions: number): string {
      const digits = String(partitions - 1).length;
      if (width !== undefined && digits > width) {
        throw new TypeError(`${partitions} partitions need ${digits} digits, padded(${width}) has ${width}.`);
      }
      return String(partition).padStart(width ?? digits, '0');
    },
  });
}

/**
 * A fixed text in front of every key, for tenants or kinds of rows that share one table: `"sessions-7"`.
 *
 * @param prefix  The text, ending in its separator. Separate with `-` or `_`; keys may not contain `/`, `\`, `#`, `?`.
 * @param inner  How the number after it is written. (default `decimal()`)
 * @throws {TypeError} when the prefix contains what a key may not contain.
 */
export function prefixed(prefix: string, inner: KeyFormat = DECIMAL): KeyFormat {
  assertKeyText(prefix, 'The prefix');
  return Object.freeze({
    name: `prefixed(${JSON.stringify(prefix)}, ${inner.name})`,
    keyOf: (partition: number, partitions: number) => prefix + inner.keyOf(partition, partitions),
  });
}

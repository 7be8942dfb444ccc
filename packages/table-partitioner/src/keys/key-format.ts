import { assertKeyText, MAX_KEY_LENGTH } from './assert-key-text.ts';

/** `padded()` writes at most 16 digits. */
const MAX_DIGITS = 16;
const MAX_PREFIX_LENGTH = MAX_KEY_LENGTH - MAX_DIGITS;

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
  if (width !== undefined && !(Number.isInteger(width) && width >= 1 && width <= MAX_DIGITS)) {
    throw new TypeError(`The width of padded() is an integer from 1 to ${MAX_DIGITS}, not ${String(width)}.`);
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
 * @param prefix  The text, ending in its separator: `-`, `_` or anything else but a digit, or the keys of `g1` and `g11` would
 *   meet in `g112`. Keys may not contain `/`, `\`, `#`, `?` or control characters. At most 496 characters.
 * @param inner  How the number after it is written. (default `decimal()`)
 * @throws {TypeError} when the prefix is empty, too long, ends in a digit, or contains what a key may not contain.
 */
export function prefixed(prefix: string, inner: KeyFormat = DECIMAL): KeyFormat {
  assertKeyText(prefix, 'The prefix');
  if (prefix.length > MAX_PREFIX_LENGTH) {
    throw new TypeError(
      `The prefix has ${prefix.length} characters; at most ${MAX_PREFIX_LENGTH}, so that a number fits.`,
    );
  }
  if (prefix === '' || /[0-9]$/.test(prefix)) {
    throw new TypeError(
      `The prefix ${JSON.stringify(prefix)} needs a separator at its end, such as "-", before the number.`,
    );
  }
  if (typeof inner?.keyOf !== 'function') {
    throw new TypeError('What follows the prefix is written by a key format, such as padded().');
  }
  return Object.freeze({
    name: `prefixed(${JSON.stringify(prefix)}, ${inner.name})`,
    keyOf: (partition: number, partitions: number) => prefix + inner.keyOf(partition, partitions),
  });
}

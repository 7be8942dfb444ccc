import {
  compareEffectivePartitionKeys,
  effectivePartitionKey,
  nextEffectivePartitionKey,
} from '@perdura/cosmos-protocol';
import { ContainerReference } from '../operation/container-reference.ts';
import { PartitionKey, type PartitionKeyInput } from '../operation/partition-key.ts';
import { aBoolean, aString, objectOf } from '../response/json-shape.ts';
import { intersect, isWithin, type KeyRange, wholeSpace } from './key-range.ts';

/**
 * A part of a container, for feeds: all of it, one partition key, those that begin alike, or a stretch of the hash space.
 *
 * Ranges outlive splits and merges of partitions. `String(range)` is its portable form, the one of the .NET and Java SDKs.
 */
export class FeedRange {
  /** First effective partition key, upper-case hex; `''` is the start of the space. */
  readonly min: string;
  /** First effective partition key behind it; `FF` is the end of the space. */
  readonly max: string;
  /** The partition key, or first values of one, that the range was made from; a range that was parsed has none. */
  readonly partitionKey: PartitionKey | undefined;

  private constructor({ min, max }: KeyRange, partitionKey?: PartitionKey) {
    this.min = min;
    this.max = max;
    this.partitionKey = partitionKey;
    Object.freeze(this);
  }

  /** All of a container. */
  static full(): FeedRange {
    return new FeedRange(wholeSpace);
  }

  /**
   * The part that holds one partition key, or all keys that begin with some values of a hierarchical one.
   *
   * @throws {TypeError} when the container is no reference, or the key has more values than it has paths, or fewer and is
   * not hierarchical.
   */
  static fromPartitionKey(container: ContainerReference, partitionKey: PartitionKeyInput): FeedRange {
    if (!(container instanceof ContainerReference)) {
      throw new TypeError('A feed range needs a ContainerReference: driver.resolveContainer(database, id) answers it.');
    }
    const key = PartitionKey.from(partitionKey);
    const { partitionKey: definition } = container;
    const missing = definition.paths.length - key.values.length;
    if (missing < 0 || (missing > 0 && definition.kind !== 'MultiHash')) {
      throw new TypeError(
        `Container "${container.id}" is partitioned by ${definition.paths.join(', ')}: a partition key of ` +
          `${key.values.length} values does not fit.`,
      );
    }
    const min = effectivePartitionKey(key.values, definition);
    const max = missing > 0 ? `${min}FF` : nextEffectivePartitionKey(min, definition);
    return new FeedRange({ min, max }, key);
  }

  /** A stretch of the hash space. @throws {TypeError} unless both are upper-case hex and the first is smaller. */
  static fromKeys(min: string, max: string): FeedRange {
    if (!isKey(min) || !isKey(max) || compareEffectivePartitionKeys(min, max) >= 0) {
      throw new TypeError(
        `A feed range lies between two effective partition keys in upper-case hex, not "${min}" and "${max}".`,
      );
    }
    return new FeedRange({ min, max });
  }

  /**
   * Reads the portable form.
   *
   * @throws {TypeError} when it is not one, or includes its end or excludes its start, which no feed does.
   */
  static parse(text: string): FeedRange {
    let range: PortableForm['Range'];
    try {
      range = portableForm(JSON.parse(atob(text)), 'range').Range;
    } catch (cause) {
      throw new TypeError('The text is not the portable form of a feed range.', { cause });
    }
    if (!range.isMinInclusive || range.isMaxInclusive) {
      throw new TypeError('A feed range includes its start and excludes its end.');
    }
    return FeedRange.fromKeys(range.min, range.max);
  }

  /** Whether everything in this range is in another. Ends that differ only by zero bytes at their end are equal. */
  isSubsetOf(other: FeedRange): boolean {
    return isWithin(this, other);
  }

  /** Whether something can be in both ranges. */
  overlaps(other: FeedRange): boolean {
    return intersect(this, other) !== undefined;
  }

  /** Whether both ranges are the same. */
  equals(other: FeedRange): boolean {
    return isWithin(this, other) && isWithin(other, this);
  }

  /** The portable form: base64 of JSON. */
  toString(): string {
    const { min, max } = this;
    return btoa(JSON.stringify({ Range: { min, max, isMinInclusive: true, isMaxInclusive: false } }));
  }

  /** The portable form. */
  toJSON(): string {
    return this.toString();
  }
}

interface PortableForm {
  readonly Range: KeyRange & { readonly isMinInclusive: boolean; readonly isMaxInclusive: boolean };
}

const portableForm = objectOf<PortableForm>({
  Range: objectOf({ min: aString, max: aString, isMinInclusive: aBoolean, isMaxInclusive: aBoolean }),
});

function isKey(text: unknown): text is string {
  return typeof text === 'string' && /^(?:[0-9A-F]{2})*$/.test(text);
}

import { aString, listOf, maybe, objectOf } from '../response/json-shape.ts';
import type { KeyRange } from './key-range.ts';

/** A physical partition of a container. */
export interface PartitionRange extends KeyRange {
  /** Id of its partition key range, such as `0`. */
  readonly id: string;
  /** Ids of the ranges it came from by splits and merges. */
  readonly parents: readonly string[];
}

interface RangeDocument {
  readonly id: string;
  readonly minInclusive: string;
  readonly maxExclusive: string;
  readonly parents: readonly string[] | undefined;
}

const rangeDocument = objectOf<RangeDocument>({
  id: aString,
  minInclusive: aString,
  maxExclusive: aString,
  parents: maybe(listOf(aString)),
});

/** Reads a partition key range as the service sends it. @throws when it is none; the error says where. */
export function readPartitionRange(json: unknown): PartitionRange {
  const { id, minInclusive, maxExclusive, parents } = rangeDocument(json, 'range');
  return { id, min: minInclusive, max: maxExclusive, parents: parents ?? [] };
}

import * as z from 'zod/mini';
import type { KeyRange } from './key-range.ts';

/** A physical partition of a container. */
export interface PartitionRange extends KeyRange {
  /** Id of its partition key range, such as `0`. */
  readonly id: string;
  /** Ids of the ranges it came from by splits and merges. */
  readonly parents: readonly string[];
}

const rangeDocument = z.object({
  id: z.string(),
  minInclusive: z.string(),
  maxExclusive: z.string(),
  parents: z.optional(z.nullable(z.array(z.string()))),
});

/** Reads a partition key range as the service sends it. @throws when it is none; the error says where. */
export function readPartitionRange(json: unknown): PartitionRange {
  const { id, minInclusive, maxExclusive, parents } = z.parse(rangeDocument, json);
  return { id, min: minInclusive, max: maxExclusive, parents: parents ?? [] };
}

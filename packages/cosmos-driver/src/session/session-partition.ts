/** A partition, as sessions know it. */
export interface SessionPartition {
  /** Id of its partition key range. */
  readonly rangeId: string;
  /** Ids of the ranges it came from by splits and merges. */
  readonly parents: readonly string[];
  /** Whether all these ranges are known, or were, so that nothing the session has seen is about partitions yet to be found. */
  readonly knowsAll: (rangeIds: ReadonlySet<string>) => boolean;
}

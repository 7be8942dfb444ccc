/** A partition, as sessions know it. */
export interface SessionPartition {
  /** Id of its partition key range. */
  readonly rangeId: string;
  /** Ids of the ranges it came from by splits and merges. */
  readonly parents: readonly string[];
  /** Whether a range is one that is known, or was, so that whatever the session has seen of it is about the past. */
  readonly isKnown: (rangeId: string) => boolean;
}

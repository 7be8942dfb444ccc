/** A stretch of a container's partition keys, from `container.getFeedRanges()`. */
export class FeedRange {
  /** First effective partition key, in hex. */
  readonly minInclusive: string;
  /** First effective partition key behind it. */
  readonly maxExclusive: string;

  constructor(minInclusive: string, maxExclusive: string) {
    this.minInclusive = minInclusive;
    this.maxExclusive = maxExclusive;
    Object.freeze(this);
  }
}

/** What decides between two writes to one item that did not know of each other. */
export interface WriteStamp {
  /** `_ts` of the write, in seconds since the Unix epoch: the last writer wins. */
  readonly timestampS: number;
  /** How many writes the item had seen, this one included: of two in one second, the one that knew of more wins. */
  readonly version: number;
  /** Id of the region that took the write: where all else is equal, the higher one wins. */
  readonly regionId: number;
}

/**
 * Orders two writes to one item, the same way in every region.
 *
 * @returns Negative when the left one loses, positive when it wins, zero when both are the same write.
 * @see https://learn.microsoft.com/azure/cosmos-db/conflict-resolution-policies
 */
export function compareWriteStamps(left: WriteStamp, right: WriteStamp): number {
  return left.timestampS - right.timestampS || left.version - right.version || left.regionId - right.regionId;
}

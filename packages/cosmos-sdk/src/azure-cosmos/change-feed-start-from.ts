import { ErrorResponse } from './error-response.ts';
import type { FeedRange } from './feed-range.ts';
import type { PartitionKey } from './partition-key.ts';

/** Where a change feed starts. */
export type ChangeFeedStart =
  | { readonly kind: 'beginning' | 'now'; readonly of: PartitionKey | FeedRange | undefined }
  | { readonly kind: 'time'; readonly time: Date; readonly of: PartitionKey | FeedRange | undefined }
  | { readonly kind: 'continuation'; readonly token: string };

/** Where `items.getChangeFeedIterator` starts. */
export class ChangeFeedStartFrom {
  /** What was chosen. */
  readonly start: ChangeFeedStart;

  private constructor(start: ChangeFeedStart) {
    this.start = start;
  }

  /** With the first change ever. @param cfResource  The partition key or feed range that is watched. (default: the container) */
  static Beginning(cfResource?: PartitionKey | FeedRange): ChangeFeedStartFrom {
    return new ChangeFeedStartFrom({ kind: 'beginning', of: cfResource });
  }

  /** With the next change. @param cfResource  The partition key or feed range that is watched. (default: the container) */
  static Now(cfResource?: PartitionKey | FeedRange): ChangeFeedStartFrom {
    return new ChangeFeedStartFrom({ kind: 'now', of: cfResource });
  }

  /**
   * With the first change after a time.
   *
   * @param cfResource  The partition key or feed range that is watched. (default: the container)
   * @throws {ErrorResponse} unless the time is a `Date`.
   */
  static Time(startTime: Date, cfResource?: PartitionKey | FeedRange): ChangeFeedStartFrom {
    if (!(startTime instanceof Date)) throw new ErrorResponse('The startTime of a change feed must be a Date.');
    return new ChangeFeedStartFrom({ kind: 'time', time: startTime, of: cfResource });
  }

  /** Where an earlier page ended. @throws {ErrorResponse} unless the token is a text. */
  static Continuation(continuationToken: string): ChangeFeedStartFrom {
    if (typeof continuationToken !== 'string' || continuationToken.trim() === '') {
      throw new ErrorResponse('The continuation token of a change feed must be a non-empty string.');
    }
    return new ChangeFeedStartFrom({ kind: 'continuation', token: continuationToken });
  }
}

import type { CosmosOperation, ExecuteOptions, FeedRange, PartitionKeyInput } from '@perdura/cosmos-driver';
import { optionsOfCall } from '../client/options-of-call.ts';

/** Options of everything that is read page by page. */
export interface FeedOptions extends Omit<ExecuteOptions, 'contentResponseOnWrite'> {
  /** Most items of a page; `-1` leaves it to the service. (default: the service's own, up to 100) */
  readonly maxItemCount?: number | undefined;
  /** Where an earlier page ended: `continuationToken` of a page, of this or another process. (default: the beginning) */
  readonly continuationToken?: string | undefined;
}

/** Options of reading items page by page. */
export interface ItemFeedOptions<Key = PartitionKeyInput> extends FeedOptions {
  /**
   * The part of the container that is read: one partition key, the first values of a hierarchical one, or a feed range.
   * (default: all of it)
   */
  readonly scope?: Key | FeedRange | undefined;
  /** See at least what this token has seen, in place of the client's own. */
  readonly sessionToken?: string | undefined;
}

/** Options of queries over items. */
export interface QueryOptions<Key = PartitionKeyInput> extends ItemFeedOptions<Key> {}

/** Puts the options of a feed into its operation; the others are for the driver. */
export function applyFeedOptions(
  operation: CosmosOperation,
  options: ItemFeedOptions | undefined,
): { readonly operation: CosmosOperation; readonly others: ExecuteOptions } {
  const { maxItemCount, continuationToken, scope, sessionToken, ...others }: ItemFeedOptions = optionsOfCall(options);
  let applied = operation;
  if (maxItemCount !== undefined) applied = applied.withMaxItemCount(maxItemCount);
  if (scope !== undefined) applied = applied.withScope(scope);
  if (continuationToken !== undefined) applied = applied.withContinuation(continuationToken);
  if (sessionToken !== undefined) applied = applied.withSessionToken(sessionToken);
  return { operation: applied, others };
}

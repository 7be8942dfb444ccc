/** A change as the feed of latest versions tells it: the item as it is now. */
export type LatestVersion<T> = T & {
  /** Log sequence number of its last write; grows within a partition key. */
  readonly _lsn: number;
};

/**
 * A change as the feed of all versions and deletes tells it.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/change-feed-modes#all-versions-and-deletes-change-feed-mode-preview
 */
export type ItemChange<T> = CreateOrReplace<T> | Delete<T>;

/** An item that was created or replaced. */
export interface CreateOrReplace<T> {
  /** The item after the change. */
  readonly current: T;
  /** The item before the change, where the account keeps it. */
  readonly previous?: T | undefined;
  /** What happened. */
  readonly metadata: ChangeMetadata & { readonly operationType: 'create' | 'replace' };
}

/** An item that was deleted. */
export interface Delete<T> {
  /** Nothing. */
  readonly current?: Readonly<Record<string, never>> | undefined;
  /** The item before it was deleted, where the account keeps it. */
  readonly previous?: T | undefined;
  /** What happened. */
  readonly metadata: ChangeMetadata & {
    readonly operationType: 'delete';
    /** Whether its time to live was over, and nobody deleted it. */
    readonly timeToLiveExpired?: boolean | undefined;
    /** The item's id. */
    readonly id?: string | undefined;
    /** The item's partition key: values by path, without the leading slash. */
    readonly partitionKey?: Readonly<Record<string, unknown>> | undefined;
  };
}

/** What is told of every change. */
export interface ChangeMetadata {
  /** Log sequence number of the change; grows within a partition key. */
  readonly lsn: number;
  /** When it was made, in seconds since 1970. */
  readonly crts: number;
  /** Log sequence number of the change before; `0` when there was none. */
  readonly previousImageLSN?: number | undefined;
}

/** The changes a feed tells of, by its mode. */
export type ChangeFor<T, Mode> = Mode extends 'all-versions-and-deletes' ? ItemChange<T> : LatestVersion<T>;

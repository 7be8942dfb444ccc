import type { ContainerReference, FeedQuery } from '@perdura/cosmos-driver';

/**
 * Where the leases of change feed processors are kept: a `ContainerClient` of a container partitioned by `/id` or `/partitionKey`. It may
 * be of another database or account, and several processors may share it; other documents in it are left alone.
 *
 * A lease has one owner because writes of it are conditional, which they are within one region: of an account that writes in
 * several, let the clients of all instances prefer the same one.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/change-feed-processor#components-of-the-change-feed-processor
 */
export interface LeaseContainer {
  /** The container's id. */
  readonly id: string;
  /** The container as the driver knows it. */
  readonly reference: ContainerReference;
  /** Creates a document. */
  createItem(item: { readonly id: string }): Promise<unknown>;
  /** Replaces a document that has not changed since. */
  replaceItem(
    item: { readonly id: string },
    options: { readonly ifMatch: string },
  ): Promise<{ readonly etag: string | undefined }>;
  /** Reads a document that may not be there. */
  findItem(partitionKey: string, id: string): Promise<object | undefined>;
  /** Finds the documents of a processor. */
  query(query: FeedQuery, options: { readonly scope?: string | undefined }): { toArray(): Promise<readonly unknown[]> };
}

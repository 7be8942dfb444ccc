import type { CosmosOperation, CosmosResponse } from '@perdura/cosmos-driver';
import { readResource } from './read-resource.ts';
import { type ResponseMetadata, responseMetadata } from './response-metadata.ts';

/** An item that was read. */
export interface ReadItemResponse<T> extends ResponseMetadata {
  /** Always `false`: here is the item. */
  readonly notModified: false;
  /** The item, with the service's own properties `_etag`, `_ts` and so on. */
  readonly resource: T;
}

/** The item still is what the ETag of `ifNoneMatch` stands for, so it was not sent. */
export interface NotModifiedResponse extends ResponseMetadata {
  /** Always `true`: there is no `resource`. */
  readonly notModified: true;
}

/** An item that was written or deleted. */
export interface WriteItemResponse extends ResponseMetadata {
  /** The item's id, also where it was generated. */
  readonly id: string;
}

/** An item that was written with `contentResponseOnWrite: true`. */
export interface WriteItemResponseWithResource<T> extends WriteItemResponse {
  /** The item as the service has stored it. */
  readonly resource: T;
}

/** What a read answers, by its options: only `ifNoneMatch` brings `NotModifiedResponse` into play. */
export type ReadItemResponseFor<T, Options> = Options extends { readonly ifNoneMatch: string }
  ? ReadItemResponse<T> | NotModifiedResponse
  : ReadItemResponse<T>;

/**
 * What a write answers: the resource where the call asks for it, or does not say and the client does (`ByClient`). A call that
 * is given a `boolean` answers one of the two.
 */
export type WriteItemResponseFor<T, Options, ByClient extends boolean = false> =
  ContentFor<Options, ByClient> extends infer Content
    ? Content extends true
      ? WriteItemResponseWithResource<T>
      : WriteItemResponse
    : never;

/** Whether a write answers with the item: what the call says, or else the client. `boolean` where nobody knows before. */
export type ContentFor<Options, ByClient extends boolean> = Options extends {
  readonly contentResponseOnWrite: infer Content;
}
  ? Content extends boolean
    ? Content
    : ByClient
  : 'contentResponseOnWrite' extends keyof Options
    ? boolean
    : ByClient;

/** @throws {CosmosError} `invalid-response` */
export function readItemResponse<T>(
  response: CosmosResponse,
  operation: CosmosOperation,
): ReadItemResponse<T> | NotModifiedResponse {
  const metadata = responseMetadata(response);
  return response.status.code === 304
    ? { ...metadata, notModified: true }
    : { ...metadata, notModified: false, resource: readResource<T>(response, operation) };
}

/** @throws {CosmosError} `invalid-response` */
export function writeItemResponse<T>(
  response: CosmosResponse,
  operation: CosmosOperation,
  id: string,
  withResource: boolean,
): WriteItemResponse | WriteItemResponseWithResource<T> {
  const metadata = responseMetadata(response);
  return withResource ? { ...metadata, id, resource: readResource<T>(response, operation) } : { ...metadata, id };
}

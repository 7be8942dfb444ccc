import type { CosmosOperation, CosmosResponse } from '@perdura/cosmos-driver';
import { readResource } from './read-resource.ts';
import { type ResponseMetadata, responseMetadata } from './response-metadata.ts';

/** The properties of a database or container. */
export interface ResourceResponse<T> extends ResponseMetadata {
  /** The properties as the service has stored them, those this library does not know included. */
  readonly resource: T;
}

/** @throws {CosmosError} `invalid-response` */
export function resourceResponse<T>(response: CosmosResponse, operation: CosmosOperation): ResourceResponse<T> {
  return { ...responseMetadata(response), resource: readResource<T>(response, operation) };
}

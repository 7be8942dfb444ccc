import { type CosmosResponse, readThroughputState, type ThroughputState } from '@perdura/cosmos-driver';
import { type ResponseMetadata, responseMetadata } from './response-metadata.ts';

/** The throughput of a database or container. */
export interface ThroughputResponse extends ResponseMetadata, ThroughputState {}

/** Reads the throughput in a response. */
export function throughputResponse(response: CosmosResponse): ThroughputResponse {
  return { ...responseMetadata(response), ...readThroughputState(response) };
}

import {
  type CosmosOperation,
  type CosmosResponse,
  invalidResponse,
  readThroughputState,
  type ThroughputState,
} from '@perdura/cosmos-driver';
import { type ResponseMetadata, responseMetadata } from './response-metadata.ts';

/** The throughput of a database or container. */
export interface ThroughputResponse extends ResponseMetadata, ThroughputState {}

/** Reads the throughput in a response. @throws {CosmosError} `invalid-response` */
export function throughputResponse(response: CosmosResponse, operation: CosmosOperation): ThroughputResponse {
  return { ...responseMetadata(response), ...throughputState(response, operation) };
}

function throughputState(response: CosmosResponse, operation: CosmosOperation): ThroughputState {
  try {
    return readThroughputState(response);
  } catch (cause) {
    throw invalidResponse(operation, response.diagnostics, cause, response);
  }
}

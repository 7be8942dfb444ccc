import {
  type ContainerReference,
  CosmosOperation,
  type DatabaseReference,
  type ExecuteOptions,
  isCosmosError,
  type ReplaceThroughputOptions,
  type Throughput,
} from '@perdura/cosmos-driver';
import type { Connection } from '../client/connection.ts';
import { optionsOfCall } from '../client/options-of-call.ts';
import { type ThroughputResponse, throughputResponse } from '../response/throughput-response.ts';

/** Reads the throughput of a database or container; `undefined` when it has none of its own. */
export async function readThroughput(
  connection: Connection,
  of: DatabaseReference | ContainerReference,
  options: ExecuteOptions | undefined,
): Promise<ThroughputResponse | undefined> {
  const operation = CosmosOperation.readThroughput(of);
  try {
    return throughputResponse(await connection.execute(operation, options), operation);
  } catch (error) {
    if (isCosmosError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** Replaces the throughput of a database or container. */
export async function replaceThroughput(
  connection: Connection,
  of: DatabaseReference | ContainerReference,
  throughput: Throughput,
  options: (ExecuteOptions & ReplaceThroughputOptions) | undefined,
): Promise<ThroughputResponse> {
  const { waitForCompletion, ...others }: ExecuteOptions & ReplaceThroughputOptions = optionsOfCall(options);
  const operation = CosmosOperation.replaceThroughput(of, throughput, { waitForCompletion });
  return throughputResponse(await connection.execute(operation, others), operation);
}

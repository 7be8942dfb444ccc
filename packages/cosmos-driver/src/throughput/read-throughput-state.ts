import type { CosmosResponse } from '../response/cosmos-response.ts';
import { readJsonBody } from '../response/read-json-body.ts';
import { readOffer, throughputOfOffer } from './offer.ts';
import type { Throughput } from './throughput.ts';

/** What the answer to `readThroughput` or `replaceThroughput` says. */
export interface ThroughputState {
  /** The throughput. */
  readonly throughput: Throughput;
  /** The least the service accepts now for the same kind, in request units per second; `undefined` when it does not say. */
  readonly minRequestUnitsPerSecond: number | undefined;
  /** Whether a change is still under way. */
  readonly isReplacePending: boolean;
}

/**
 * Reads the throughput in a response.
 *
 * @param response  What `executeOperation` answered for `readThroughput` or `replaceThroughput`.
 * @throws when the response is another.
 */
export function readThroughputState(response: CosmosResponse): ThroughputState {
  return {
    throughput: throughputOfOffer(readOffer(readJsonBody(response))),
    minRequestUnitsPerSecond: response.headers.minRequestUnitsPerSecond,
    isReplacePending: response.headers.isOfferReplacePending === true,
  };
}

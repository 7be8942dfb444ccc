import { headerNames, subStatuses } from '@perdura/cosmos-protocol';
import { type CosmosStatus, cosmosStatus } from './cosmos-status.ts';
import { readNumber } from './response-headers.ts';

/**
 * The status of an answer.
 *
 * A query that the gateway cannot serve is answered by a bare 400 that asks for another SDK; it becomes 400/1004, as the
 * service says elsewhere.
 */
export function readStatus(status: number, headers: Readonly<Record<string, string>>, body: Uint8Array): CosmosStatus {
  const subStatus = readNumber(headers[headerNames.subStatus]) ?? 0;
  if (status === 400 && subStatus === 0 && asksForAnotherSdk(body)) {
    return cosmosStatus(400, subStatuses.crossPartitionQueryNotServable);
  }
  return cosmosStatus(status, subStatus);
}

function asksForAnotherSdk(body: Uint8Array): boolean {
  const text = new TextDecoder().decode(body);
  return text.includes('unsupported features') && text.includes('Upgrade your SDK');
}

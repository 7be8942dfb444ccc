import { headerNames } from '@perdura/cosmos-protocol';
import type { AccountStore } from '../account/account-store.ts';
import type { Offer } from './offer.ts';
import { isScalingOut } from './scale-out.ts';
import { leastThroughput } from './throughput.ts';

/** The least throughput an offer may be given, in request units per second. @see https://learn.microsoft.com/rest/api/cosmos-db/replace-an-offer#remarks */
const minThroughputHeader = 'x-ms-cosmos-min-throughput';

/** What a response tells of one offer. */
export function offerHeaders(store: AccountStore, offer: Offer): Record<string, string> {
  return {
    [minThroughputHeader]: String(leastThroughput(offer.throughput.kind, offer.highestEver)),
    [headerNames.offerReplacePending]: String(isScalingOut(store, offer)),
  };
}

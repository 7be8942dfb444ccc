import { headerNames } from '@perdura/cosmos-protocol';
import type { AccountStore } from '../account/account-store.ts';
import type { Offer } from './offer.ts';
import { isScalingOut } from './scale-out.ts';
import { leastThroughput } from './throughput.ts';

/** What a response tells of one offer. */
export function offerHeaders(store: AccountStore, offer: Offer): Record<string, string> {
  return {
    [headerNames.minimumThroughput]: String(leastThroughput(offer.throughput.kind, offer.highestEver)),
    [headerNames.offerReplacePending]: String(isScalingOut(store, offer)),
  };
}

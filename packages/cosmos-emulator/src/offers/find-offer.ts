import type { AccountStore } from '../account/account-store.ts';
import type { Operation } from '../requests/operation.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import { notFoundMessage } from '../responses/messages.ts';
import type { Offer } from './offer.ts';
import { defaultThroughput, type Throughput } from './throughput.ts';

/** The offer a path names by its id; refused with 404 when there is none. */
export function findOffer({ store, path }: Operation): Offer | Refusal {
  for (const offer of store.offers.values()) if (offer.id === path.segments[1]) return offer;
  return refuse(404, notFoundMessage, { requestCharge: 1 });
}

/** The throughput a container draws from: its own, or its database's. */
export function throughputOf(store: AccountStore, { offerOwnerId }: { readonly offerOwnerId: string }): Throughput {
  return store.offers.get(offerOwnerId)?.throughput ?? defaultThroughput;
}

import type { AccountStore } from '../account/account-store.ts';
import { nextNumber } from '../ids/next-number.ts';
import { stampResource } from '../requests/system-properties.ts';
import type { Offer, OfferOwner } from './offer.ts';
import type { Throughput } from './throughput.ts';

/** Gives a database or container an offer. */
export function createOffer(store: AccountStore, owner: OfferOwner, throughput: Throughput, nowMs: number): void {
  const offer = versionOf(
    store,
    { id: nextId(store), owner, highestEver: 0, highestKilobytes: 0 },
    throughput,
    nowMs,
    undefined,
  );
  store.offers.set(owner.resourceId, offer);
}

/** An offer with other throughput. Storing it is left to the caller. */
export function makeNextOffer(store: AccountStore, offer: Offer, throughput: Throughput, nowMs: number): Offer {
  return versionOf(store, offer, throughput, nowMs, Math.floor(nowMs / 1000));
}

function versionOf(
  store: AccountStore,
  before: Omit<Offer, 'throughput' | 'document'>,
  throughput: Throughput,
  nowMs: number,
  replacedAtS: number | undefined,
): Offer {
  const { kind, requestUnits, autoUpgradePolicy } = throughput;
  const { id, owner } = before;
  const highestEver = Math.max(before.highestEver, requestUnits);
  const highestKilobytes = Math.max(before.highestKilobytes, consumedKilobytes(store, owner));
  const { _rid, _self, _etag, _ts } = stampResource(store, nowMs, id, `offers/${id}/`);
  const content = {
    offerThroughput: kind === 'manual' ? requestUnits : requestUnits / idleShare,
    offerIsRUPerMinuteThroughputEnabled: false,
    offerMinimumThroughputParameters: {
      maxThroughputEverProvisioned: highestEver,
      maxConsumedStorageEverInKB: highestKilobytes,
    },
    ...(replacedAtS !== undefined && { offerLastReplaceTimestamp: replacedAtS }),
    ...(kind === 'autoscale' && {
      offerAutopilotSettings: { maxThroughput: requestUnits, ...(autoUpgradePolicy && { autoUpgradePolicy }) },
    }),
  };
  const document = {
    resource: owner.self,
    // As the service writes it for all throughput that is not one of its retired levels.
    offerType: 'Invalid',
    offerResourceId: owner.resourceId,
    offerVersion: 'V2',
    content,
    id,
    _rid,
    _self,
    _etag,
    _ts,
  };
  return { id, owner, throughput, highestEver, highestKilobytes, document };
}

/** Autoscale idles at a tenth of its maximum. @see https://learn.microsoft.com/azure/cosmos-db/provision-throughput-autoscale#how-autoscale-provisioned-throughput-works */
const idleShare = 10;

/** What the containers hold that draw from an offer, in the write region. */
function consumedKilobytes({ databases, topology }: AccountStore, { resourceId }: OfferOwner): number {
  let bytes = 0;
  for (const { containers } of databases.values()) {
    for (const { offerOwnerId, replicas } of containers.values()) {
      if (offerOwnerId !== resourceId) continue;
      for (const { sizeBytes } of replicas.get(topology.regions[0]) ?? []) bytes += sizeBytes;
    }
  }
  return Math.ceil(bytes / 1024);
}

/** Offers have resource ids of three bytes. */
function nextId({ lastNumbers, resourceIds }: AccountStore): string {
  const number = nextNumber(resourceIds, lastNumbers.offer, 24);
  lastNumbers.offer = number;
  return Buffer.from([number >>> 16, number >>> 8, number])
    .toString('base64')
    .replaceAll('/', '-');
}

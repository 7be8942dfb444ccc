import { metadataReadCharge } from '../charging/request-charge.ts';
import { replyWithFeed } from '../feeds/metadata-feed.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { replyWithResource } from '../responses/json-reply.ts';
import { findOffer } from './find-offer.ts';
import { offerHeaders } from './offer-headers.ts';

/** `GET /offers/{id}` */
export function readOffer(operation: Operation): Answer {
  const offer = findOffer(operation);
  if (isRefusal(offer)) return offer;
  return replyWithResource(200, offer.document, metadataReadCharge, offerHeaders(operation.store, offer));
}

/** `GET /offers` */
export function listOffers({ store, request }: Operation): Answer {
  const documents = [...store.offers.values()].map(({ document }) => document);
  return replyWithFeed(request, 'Offers', '', documents);
}

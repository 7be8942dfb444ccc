import { metadataWriteCharge } from '../charging/request-charge.ts';
import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import type { Operation } from '../requests/operation.ts';
import { refuseFailedPrecondition } from '../requests/preconditions.ts';
import { readJsonBody } from '../requests/read-json-body.ts';
import { type Answer, isRefusal, refuse } from '../responses/answer.ts';
import { replyWithResource } from '../responses/json-reply.ts';
import { findOffer } from './find-offer.ts';
import { makeNextOffer } from './make-offer.ts';
import type { Offer } from './offer.ts';
import { offerHeaders } from './offer-headers.ts';
import { readReplacedThroughput } from './read-replaced-throughput.ts';
import { beginScaleOut, isScalingOut } from './scale-out.ts';

/**
 * `PUT /offers/{id}`: other throughput, in force at once as far as the partitions can serve it.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/replace-an-offer
 */
export function replaceOffer(operation: Operation): Answer {
  const { store, request, nowMs } = operation;
  const offer = findOffer(operation);
  if (isRefusal(offer)) return offer;
  const body = readJsonBody(request);
  if (isRefusal(body)) return body;
  const failed = refuseFailedPrecondition(request, String(offer.document._etag), offerHeaders(store, offer));
  if (failed !== undefined) return failed;
  if (isScalingOut(store, offer)) return refuse(423, stillScaling);
  if (!isSameOffer(offer, body)) return refuse(400, otherOffer);
  const content = body.content;
  if (!isJsonObject(content)) return refuse(400, 'The offer is invalid: its content must be an object.');
  const throughput = readReplacedThroughput(request.headers, content, offer);
  if (isRefusal(throughput)) return throughput;

  const replaced = makeNextOffer(store, offer, throughput, nowMs);
  store.offers.set(offer.owner.resourceId, replaced);
  beginScaleOut(store, replaced, nowMs);
  return replyWithResource(200, replaced.document, metadataWriteCharge, offerHeaders(store, replaced));
}

/** Whether a body is about this offer; what names it may be left out, except the id. */
function isSameOffer({ document }: Offer, body: JsonObject): boolean {
  const { id, _rid, resource, offerResourceId, offerVersion } = document;
  const expected: JsonObject = { _rid, resource, offerResourceId, offerVersion };
  return body.id === id && Object.entries(expected).every(([name, value]) => [undefined, value].includes(body[name]));
}

const otherOffer =
  'The offer is invalid: its id, _rid, resource, offerResourceId and offerVersion must be those of the offer that is replaced.';
const stillScaling =
  'The throughput cannot be changed while an earlier change is under way. Wait until x-ms-offer-replace-pending is false.';

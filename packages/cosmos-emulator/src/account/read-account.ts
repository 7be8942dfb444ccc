import { metadataReadCharge } from '../charging/request-charge.ts';
import type { Operation } from '../requests/operation.ts';
import type { Answer } from '../responses/answer.ts';
import { replyWithJson } from '../responses/json-reply.ts';
import { accountDocument } from './account-document.ts';

/** `GET /` */
export function readAccount({ store, locate }: Operation): Answer {
  return replyWithJson(200, accountDocument(store, locate), metadataReadCharge);
}

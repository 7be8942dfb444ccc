import { encodeResourceId } from '@perdura/cosmos-protocol';
import { metadataWriteCharge, refusedWriteCharge } from '../charging/request-charge.ts';
import { nextNumber } from '../ids/next-number.ts';
import { createOffer } from '../offers/make-offer.ts';
import { readThroughput } from '../offers/read-throughput.ts';
import type { Operation } from '../requests/operation.ts';
import { readJsonBody } from '../requests/read-json-body.ts';
import { maxNameLength, readResourceId } from '../requests/read-resource-id.ts';
import { stampResource } from '../requests/system-properties.ts';
import { type Answer, isRefusal, refuse } from '../responses/answer.ts';
import { replyWithResource } from '../responses/json-reply.ts';
import { conflictMessage } from '../responses/messages.ts';

/** `POST /dbs` */
export function createDatabase({ store, request, nowMs }: Operation): Answer {
  const body = readJsonBody(request);
  if (isRefusal(body)) return body;
  const id = readResourceId(body, maxNameLength);
  if (isRefusal(id)) return id;
  const throughput = readThroughput(request);
  if (isRefusal(throughput)) return throughput;
  if (store.databases.has(id)) return refuse(409, conflictMessage, { requestCharge: refusedWriteCharge });

  const number = nextNumber(store.resourceIds, store.lastNumbers.database, 32);
  store.lastNumbers.database = number;
  const resourceId = encodeResourceId({ kind: 'database', database: number });
  const self = `dbs/${resourceId}/`;
  const document = { id, ...stampResource(store, nowMs, resourceId, self), _colls: 'colls/', _users: 'users/' };
  store.databases.set(id, {
    id,
    number,
    resourceId,
    self,
    document,
    containers: new Map(),
    lastContainerNumber: undefined,
    spent: new Map(),
  });
  if (throughput !== undefined) createOffer(store, { resourceId, self }, throughput, nowMs);
  return replyWithResource(201, document, metadataWriteCharge);
}

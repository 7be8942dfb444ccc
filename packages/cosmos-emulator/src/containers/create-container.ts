import { encodeResourceId } from '@perdura/cosmos-protocol';
import type { Region } from '../account/region.ts';
import { regionsWithData } from '../account/topology.ts';
import { metadataWriteCharge, refusedWriteCharge } from '../charging/request-charge.ts';
import type { Database } from '../databases/database.ts';
import { findDatabase } from '../databases/find-database.ts';
import { nextNumber } from '../ids/next-number.ts';
import { createOffer } from '../offers/make-offer.ts';
import { readThroughput } from '../offers/read-throughput.ts';
import { defaultThroughput, partitionsFor } from '../offers/throughput.ts';
import { createPartitions } from '../partitions/create-partitions.ts';
import { emptyReplica } from '../partitions/empty-replica.ts';
import type { Operation } from '../requests/operation.ts';
import { readJsonBody } from '../requests/read-json-body.ts';
import { stampResource } from '../requests/system-properties.ts';
import { type Answer, isRefusal, refuse } from '../responses/answer.ts';
import { replyWithResource } from '../responses/json-reply.ts';
import { conflictMessage } from '../responses/messages.ts';
import { readContainerProperties } from './read-container-properties.ts';

/** How many containers can share a database's throughput. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#provisioned-throughput */
const maxSharingContainers = 25;

/** `POST /dbs/{database}/colls` */
export function createContainer(operation: Operation): Answer {
  const { store, request, nowMs } = operation;
  const database = findDatabase(operation);
  if (isRefusal(database)) return database;
  const body = readJsonBody(request);
  if (isRefusal(body)) return body;
  const properties = readContainerProperties(body);
  if (isRefusal(properties)) return properties;
  const throughput = readThroughput(request);
  if (isRefusal(throughput)) return throughput;
  const { id, definition, keyPaths, uniqueKeys, retentionMinutes } = properties;
  if (database.containers.has(id)) return refuse(409, conflictMessage, { requestCharge: refusedWriteCharge });
  const shared = throughput === undefined ? store.offers.get(database.resourceId)?.throughput : undefined;
  if (shared !== undefined && countSharing(database) >= maxSharingContainers) return refuse(400, tooManySharing);

  // The number of a container has 31 bits.
  const number = nextNumber(store.resourceIds, database.lastContainerNumber, 31);
  database.lastContainerNumber = number;
  const resourceId = encodeResourceId({ kind: 'container', database: database.number, container: number });
  const self = `${database.self}colls/${resourceId}/`;
  const document = { ...properties.document, ...stampResource(store, nowMs, resourceId, self), ...childLinks };
  const count = Math.max(
    store.options.partitionsPerContainer,
    partitionsFor(throughput ?? shared ?? defaultThroughput),
  );
  const owner = { databaseNumber: database.number, number, self };
  const ranges = createPartitions({ count, definition, owner, store, nowMs });
  const replicasOf = (region: Region) =>
    ranges.map((range) => emptyReplica(range, region, store.options.writeMode, retentionMinutes * 60));
  database.containers.set(id, {
    id,
    databaseNumber: database.number,
    number,
    resourceId,
    self,
    namePath: encodeURI(`dbs/${database.id}/colls/${id}`),
    document,
    definition,
    keyPaths,
    uniqueKeys,
    replicas: new Map(regionsWithData(store.topology).map((region) => [region, replicasOf(region)])),
    topologyChanges: [],
    offerOwnerId: shared === undefined ? resourceId : database.resourceId,
    movedPartitions: new Map(),
    rangesMade: count,
    lastItemNumber: 0n,
  });
  if (shared === undefined) createOffer(store, { resourceId, self }, throughput ?? defaultThroughput, nowMs);
  return replyWithResource(201, document, metadataWriteCharge);
}

const childLinks = {
  _docs: 'docs/',
  _sprocs: 'sprocs/',
  _triggers: 'triggers/',
  _udfs: 'udfs/',
  _conflicts: 'conflicts/',
} as const;

function countSharing({ containers, resourceId }: Database): number {
  return [...containers.values()].filter(({ offerOwnerId }) => offerOwnerId === resourceId).length;
}

const tooManySharing = `The throughput of a database can be shared by at most ${maxSharingContainers} containers. Create the container with throughput of its own.`;

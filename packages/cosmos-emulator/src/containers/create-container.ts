import { encodeResourceId } from '@perdura/cosmos-protocol';
import type { Region } from '../account/region.ts';
import { regionsWithData } from '../account/topology.ts';
import { metadataWriteCharge, refusedWriteCharge } from '../charging/request-charge.ts';
import type { Database } from '../databases/database.ts';
import { findDatabase } from '../databases/find-database.ts';
import type { IdSource } from '../ids/id-source.ts';
import { createPartitions } from '../partitions/create-partitions.ts';
import { emptyReplica } from '../partitions/empty-replica.ts';
import type { Operation } from '../requests/operation.ts';
import { readJsonBody } from '../requests/read-json-body.ts';
import { stampResource } from '../requests/system-properties.ts';
import { type Answer, isRefusal, refuse } from '../responses/answer.ts';
import { replyWithResource } from '../responses/json-reply.ts';
import { conflictMessage } from '../responses/messages.ts';
import { readContainerProperties } from './read-container-properties.ts';
import { readThroughput } from './read-throughput.ts';

/** A partition serves at most 10,000 RU/s. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#provisioned-throughput */
const maxThroughputPerPartition = 10_000;

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
  const { id, definition, keyPaths, retentionMinutes } = properties;
  if (database.containers.has(id)) return refuse(409, conflictMessage, { requestCharge: refusedWriteCharge });

  const number = unusedNumber(database, store.resourceIds);
  const resourceId = encodeResourceId({ kind: 'container', database: database.number, container: number });
  const self = `${database.self}colls/${resourceId}/`;
  const document = { ...properties.document, ...stampResource(store, nowMs, resourceId, self), ...childLinks };
  const count = Math.max(store.options.partitionsPerContainer, Math.ceil(throughput / maxThroughputPerPartition));
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
    replicas: new Map(regionsWithData(store.topology).map((region) => [region, replicasOf(region)])),
    topologyChanges: [],
    throughput,
    rangesMade: count,
    lastItemNumber: 0n,
  });
  return replyWithResource(201, document, metadataWriteCharge);
}

const childLinks = {
  _docs: 'docs/',
  _sprocs: 'sprocs/',
  _triggers: 'triggers/',
  _udfs: 'udfs/',
  _conflicts: 'conflicts/',
} as const;

/** The number of a container has 31 bits. */
function unusedNumber({ containers }: Database, ids: IdSource): number {
  const used = new Set([...containers.values()].map(({ number }) => number));
  let number = ids.nextUint32() >>> 1;
  while (used.has(number)) number = ids.nextUint32() >>> 1;
  return number;
}

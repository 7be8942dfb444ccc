import { metadataWriteCharge } from '../charging/request-charge.ts';
import { findDatabase } from '../databases/find-database.ts';
import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import type { Operation } from '../requests/operation.ts';
import { refuseFailedPrecondition } from '../requests/preconditions.ts';
import { readJsonBody } from '../requests/read-json-body.ts';
import { stampResource } from '../requests/system-properties.ts';
import { type Answer, isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { replyWithResource } from '../responses/json-reply.ts';
import { removeExpiredEverywhere } from '../time-to-live/remove-expired.ts';
import { defaultTtlOf } from '../time-to-live/time-to-live.ts';
import type { Container } from './container.ts';
import { findContainer } from './find-container.ts';
import { type ContainerProperties, readContainerProperties } from './read-container-properties.ts';

/**
 * `PUT /dbs/{database}/colls/{container}`: all its properties anew, those that are left out by their defaults.
 *
 * Its id, partition key and unique keys stay what they are: a body without them asks to change them.
 */
export function replaceContainer(operation: Operation): Answer {
  const { store, request, nowMs } = operation;
  const database = findDatabase(operation);
  if (isRefusal(database)) return database;
  const container = findContainer(operation);
  if (isRefusal(container)) return container;
  const body = readJsonBody(request);
  if (isRefusal(body)) return body;
  const properties = readContainerProperties(body);
  if (isRefusal(properties)) return properties;
  const refused =
    refuseFailedPrecondition(request, String(container.document._etag)) ?? refuseChange(container, properties, body);
  if (refused !== undefined) return refused;

  const endsByS = defaultTtlOf(container.document);
  const isOtherTtl = endsByS !== defaultTtlOf(properties.document);
  // Where one region writes, it has removed all that expired when the container was found.
  if (endsByS !== undefined && isOtherTtl && store.options.writeMode === 'multi') {
    removeExpiredEverywhere(store, container, endsByS, nowMs);
  }

  const { partitionKey, _docs, _sprocs, _triggers, _udfs, _conflicts } = container.document;
  const document = {
    ...properties.document,
    // A version that was left out is the one there is.
    partitionKey,
    ...stampResource(store, nowMs, container.resourceId, container.self),
    ...{ _docs, _sprocs, _triggers, _udfs, _conflicts },
  };
  const { definition, keyPaths } = container;
  database.containers.set(container.id, { ...container, ...properties, definition, keyPaths, document });
  for (const partitions of container.replicas.values()) {
    for (const { log } of partitions) log.retentionS = properties.retentionMinutes * 60;
  }
  return replyWithResource(200, document, metadataWriteCharge);
}

/** Refuses another id, partition key or set of unique keys. */
function refuseChange(container: Container, properties: ContainerProperties, body: JsonObject): Refusal | undefined {
  if (properties.id !== container.id) {
    return refuse(400, `The id of the container ${container.id} cannot be changed to ${properties.id}.`);
  }
  const { paths, kind, version } = properties.definition;
  const { definition, document } = container;
  const isSameVersion = !hasVersion(body.partitionKey) || version === definition.version;
  if (!isSameVersion || kind !== definition.kind || paths.join() !== definition.paths.join()) {
    return refuse(400, 'Document collection partition key cannot be changed.');
  }
  if (JSON.stringify(properties.document.uniqueKeyPolicy) === JSON.stringify(document.uniqueKeyPolicy))
    return undefined;
  return refuse(403, uniqueKeysChanged);
}

function hasVersion(partitionKey: unknown): boolean {
  return isJsonObject(partitionKey) && partitionKey.version !== undefined;
}

const uniqueKeysChanged =
  'The unique index cannot be modified. To change the unique index, remove the collection and re-create a new one.';

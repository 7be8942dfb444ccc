import {
  type PartitionKeyDefinition,
  parsePartitionKeyPath,
  readPartitionKeyDefinition,
} from '@perdura/cosmos-protocol';
import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { maxNameLength, readResourceId } from '../requests/read-resource-id.ts';
import { isRefusal, type Refusal, refuse, refuseAsNotImplemented } from '../responses/answer.ts';
import { refuseWrongTtl } from '../time-to-live/time-to-live.ts';
import { readUniqueKeys } from '../unique-keys/read-unique-keys.ts';
import type { UniqueKey } from '../unique-keys/unique-key.ts';
import { readComputedProperties } from './computed-properties.ts';
import { completeIndexingPolicy } from './indexing-policy.ts';
import { refuseVectorPolicy } from './vector-policy.ts';

/** What a user says of a new container, complete. */
export interface ContainerProperties {
  readonly id: string;
  readonly definition: PartitionKeyDefinition;
  /** The names along each of the definition's paths. */
  readonly keyPaths: readonly (readonly string[])[];
  /** What no two items of a logical partition may have in common. */
  readonly uniqueKeys: readonly UniqueKey[];
  /** The resource without its system properties, every default filled in as the service does. */
  readonly document: JsonObject;
  /** How long its change feed keeps all versions, in minutes; `0` leaves it to the emulator. */
  readonly retentionMinutes: number;
}

/** Properties that change how a container behaves, and that the emulator would have to ignore. */
const notImplemented: ReadonlyMap<string, string> = new Map([
  ['fullTextPolicy', 'full-text search (fullTextPolicy)'],
  ['clientEncryptionPolicy', 'client encryption (clientEncryptionPolicy)'],
]);

/** Reads and completes the body of a create; refused when a property is wrong or of a kind the emulator does not know. */
export function readContainerProperties(body: JsonObject): ContainerProperties | Refusal {
  const id = readResourceId(body, maxNameLength);
  if (isRefusal(id)) return id;
  const refused = refuseUnimplemented(body);
  if (refused !== undefined) return refused;
  const partitionKey = readPartitionKeyOf(body.partitionKey);
  if (isRefusal(partitionKey)) return partitionKey;
  const retentionMinutes = readRetentionMinutes(body.changeFeedPolicy);
  if (isRefusal(retentionMinutes)) return retentionMinutes;
  const uniqueKeys = readUniqueKeys(body.uniqueKeyPolicy);
  if (isRefusal(uniqueKeys)) return uniqueKeys;
  const defaultTtl = body.defaultTtl ?? undefined;
  const wrongTtl = refuseWrongTtl(defaultTtl);
  if (wrongTtl !== undefined) return wrongTtl;
  const indexingPolicy = completeIndexingPolicy(body.indexingPolicy);
  if (isRefusal(indexingPolicy)) return indexingPolicy;
  const computedProperties = readComputedProperties(body.computedProperties);
  if (isRefusal(computedProperties)) return computedProperties;
  const { vectorEmbeddingPolicy } = body;
  const refusedVectors = refuseVectorPolicy(vectorEmbeddingPolicy, indexingPolicy);
  if (refusedVectors !== undefined) return refusedVectors;

  const document = {
    ...unknownProperties(body),
    id,
    indexingPolicy,
    partitionKey: { kind: 'Hash', ...(body.partitionKey as JsonObject) },
    uniqueKeyPolicy: { uniqueKeys: [], ...(body.uniqueKeyPolicy as JsonObject | undefined) },
    ...(defaultTtl !== undefined && { defaultTtl }),
    conflictResolutionPolicy: {
      mode: 'LastWriterWins',
      conflictResolutionPath: '/_ts',
      conflictResolutionProcedure: '',
    },
    ...(computedProperties.length > 0 && { computedProperties }),
    ...(isJsonObject(vectorEmbeddingPolicy) && { vectorEmbeddingPolicy }),
    geospatialConfig: body.geospatialConfig ?? { type: 'Geography' },
    ...(retentionMinutes > 0 && { changeFeedPolicy: { retentionDuration: retentionMinutes } }),
  };
  return { id, ...partitionKey, uniqueKeys, document, retentionMinutes };
}

/** Properties that the emulator reads, and gives in its own form. */
const knownProperties: ReadonlySet<string> = new Set([
  'id',
  'indexingPolicy',
  'partitionKey',
  'uniqueKeyPolicy',
  'defaultTtl',
  'conflictResolutionPolicy',
  'computedProperties',
  'vectorEmbeddingPolicy',
  'geospatialConfig',
  'changeFeedPolicy',
  'analyticalStorageTtl',
  ...notImplemented.keys(),
]);

/** All others are kept as they are, as the service keeps what is newer than a client; names with `_` are the service's own. */
function unknownProperties(body: JsonObject): JsonObject {
  const isUnknown = (name: string): boolean => !knownProperties.has(name) && !name.startsWith('_');
  return Object.fromEntries(Object.entries(body).filter(([name]) => isUnknown(name)));
}

function readRetentionMinutes(policy: unknown): number | Refusal {
  if (policy === undefined || policy === null) return 0;
  const minutes = isJsonObject(policy) ? (policy.retentionDuration ?? 0) : undefined;
  if (typeof minutes === 'number' && Number.isInteger(minutes) && minutes >= 0) return minutes;
  return refuse(400, 'The changeFeedPolicy is invalid: its retentionDuration must be an integer of minutes from 0 on.');
}

function readPartitionKeyOf(json: unknown): Pick<ContainerProperties, 'definition' | 'keyPaths'> | Refusal {
  if (json === undefined) {
    return refuse(
      400,
      'The partition key definition is missing. Ensure to provide partitionKey with at least one path.',
    );
  }
  try {
    const definition = readPartitionKeyDefinition(json);
    return { definition, keyPaths: definition.paths.map(parsePartitionKeyPath) };
  } catch (error) {
    // The reader's message names what is wrong; it is all the caller needs.
    return refuse(400, `The partition key definition is invalid. ${error instanceof Error ? error.message : ''}`);
  }
}

function refuseUnimplemented(body: JsonObject): Refusal | undefined {
  for (const [name, feature] of notImplemented) {
    if (body[name] !== undefined && body[name] !== null) return refuseAsNotImplemented(feature);
  }
  const { analyticalStorageTtl, conflictResolutionPolicy } = body;
  // 0 is how clients say that there is no analytical store.
  if ((analyticalStorageTtl ?? 0) !== 0) {
    return refuseAsNotImplemented('the analytical store (analyticalStorageTtl)');
  }
  if (isJsonObject(conflictResolutionPolicy) && !isDefaultConflictResolution(conflictResolutionPolicy)) {
    return refuseAsNotImplemented('custom conflict resolution (conflictResolutionPolicy)');
  }
  return undefined;
}

function isDefaultConflictResolution({ mode, conflictResolutionPath }: JsonObject): boolean {
  const isByTimestamp = conflictResolutionPath === undefined || ['', '/_ts'].includes(String(conflictResolutionPath));
  return String(mode).toLowerCase() === 'lastwriterwins' && isByTimestamp;
}

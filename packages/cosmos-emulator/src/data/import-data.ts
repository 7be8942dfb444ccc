import { encodePartitionKeyHeader, headerNames } from '@perdura/cosmos-protocol';
import type { AccountStore } from '../account/account-store.ts';
import { createContainer } from '../containers/create-container.ts';
import { createDatabase } from '../databases/create-database.ts';
import { removeDatabase } from '../databases/delete-database.ts';
import { EmulatorError } from '../errors/emulator-error.ts';
import { createItem } from '../items/create-item.ts';
import { partitionKeyValueAt } from '../items/partition-key-value-at.ts';
import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import type { OperationHandler } from '../requests/operation.ts';
import { encodeJson } from '../responses/json-reply.ts';

/**
 * Creates databases, containers and items in the write region as requests do, all of them or none.
 *
 * @param data  `AccountData`, not checked yet: it may come from a file.
 * @throws {EmulatorError} `invalid-data`, naming the place: what the service would refuse, and databases that exist.
 */
export function importData(store: AccountStore, data: unknown): void {
  const before = new Set(store.databases.keys());
  try {
    const { databases } = requireObject(data, 'data', ['databases']);
    for (const [database, place] of each(databases, 'databases')) importDatabase(store, database, place);
  } catch (error) {
    for (const [id, database] of store.databases) if (!before.has(id)) removeDatabase(store, database);
    throw error;
  }
}

function importDatabase(store: AccountStore, data: unknown, place: string): void {
  const { id, throughput, containers } = requireObject(data, place, ['id', 'throughput', 'containers']);
  create(store, createDatabase, place, ['dbs'], { id }, throughputHeaders(throughput));
  for (const [container, containerPlace] of each(containers, `${place}.containers`)) {
    importContainer(store, String(id), container, containerPlace);
  }
}

function importContainer(store: AccountStore, database: string, data: unknown, place: string): void {
  const { items, throughput, ...properties } = requireObject(data, place);
  const { partitionKey } = properties;
  const body =
    typeof partitionKey === 'string'
      ? { ...properties, partitionKey: { paths: [partitionKey], kind: 'Hash', version: 2 } }
      : properties;
  const segments = ['dbs', database, 'colls'];
  create(store, createContainer, place, segments, body, throughputHeaders(throughput));

  const id = String(properties.id);
  const keyPaths = store.databases.get(database)?.containers.get(id)?.keyPaths ?? [];
  for (const [value, itemPlace] of each(items, `${place}.items`)) {
    const item = requireObject(value, itemPlace);
    const key = encodePartitionKeyHeader(keyPaths.map((path) => partitionKeyValueAt(item, path)));
    create(store, createItem, itemPlace, [...segments, id, 'docs'], item, { [headerNames.partitionKey]: key });
  }
}

function throughputHeaders(throughput: unknown): Readonly<Record<string, string>> {
  if (throughput === undefined) return {};
  return isJsonObject(throughput)
    ? { [headerNames.offerAutopilotSettings]: JSON.stringify(throughput) }
    : { [headerNames.offerThroughput]: String(throughput) };
}

/** Carries out a create in the write region, past signatures and throttling. */
function create(
  store: AccountStore,
  handler: OperationHandler,
  place: string,
  segments: readonly string[],
  body: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): void {
  const answer = handler({
    store,
    region: store.topology.regions[0],
    request: {
      method: 'POST',
      path: `/${segments.map(encodeURIComponent).join('/')}`,
      headers,
      body: encodeJson(body),
    },
    path: { segments, resourceType: segments.at(-1) ?? '', isFeed: true },
    locate: () => '',
    nowMs: store.options.clock.nowMs(),
  });
  if (answer.kind === 'refusal') throw invalid(place, `${answer.message} (${answer.status})`);
}

function* each(values: unknown, place: string): Generator<[unknown, string]> {
  if (values === undefined) return;
  if (!Array.isArray(values)) throw invalid(place, 'it must be an array.');
  for (const [index, value] of values.entries()) yield [value, `${place}[${index}]`];
}

/** An object of the data; with names, it may have no others. */
function requireObject(value: unknown, place: string, names?: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw invalid(place, 'it must be an object.');
  const unknown = names && Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw invalid(`${place}.${unknown}`, `there is no such property, only ${names?.join(', ')}.`);
  return value;
}

function invalid(place: string, reason: string): EmulatorError {
  return new EmulatorError('invalid-data', `The data is wrong at ${place}: ${reason}`);
}

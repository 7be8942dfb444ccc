import type { EmulatorOptions } from '../../src/index.ts';
import type { RawClient } from './raw-client.ts';
import { docs, openRuleShop, type RuleShop } from './rule-shop.ts';

type Response = Awaited<ReturnType<RawClient['send']>>;
type Headers = Readonly<Record<string, string>>;

/** What makes a request an atomic batch. */
export const atomic = { 'x-ms-cosmos-is-batch-request': 'True', 'x-ms-cosmos-batch-atomic': 'True' };

/** A shop in which items of `ada` are patched and batched too. */
interface BatchShop extends RuleShop {
  readonly batch: (rows: readonly object[], headers?: Headers) => Promise<Response>;
  readonly patch: (id: string, operations: readonly object[], headers?: Headers) => Promise<Response>;
}

/** Creates a container with rules of its own. */
export async function openBatchShop(properties: object, options: EmulatorOptions = {}): Promise<BatchShop> {
  const shop = await openRuleShop(properties, options);
  const { client } = shop;
  const pk = ['ada'];
  return {
    ...shop,
    batch: (body, headers = {}) => client.send('POST', docs, { body, pk, headers: { ...atomic, ...headers } }),
    patch: (id, body, headers = {}) => client.send('PATCH', `${docs}/${id}`, { body, pk, headers }),
  };
}

/** An operation of a batch for `ada`, as it is sent. */
interface Row {
  readonly operationType: string;
  readonly id?: string;
  readonly resourceBody?: object;
}

export function createRow(id: string, content: object = {}): Row {
  return { operationType: 'Create', resourceBody: { id, customerId: 'ada', ...content } };
}

export function upsertRow(id: string, content: object = {}): Row {
  return { ...createRow(id, content), operationType: 'Upsert' };
}

export function replaceRow(id: string, content: object = {}): Row {
  return { ...createRow(id, content), operationType: 'Replace', id };
}

export function deleteRow(id: string): Row {
  return { operationType: 'Delete', id };
}

export function readRow(id: string): Row {
  return { operationType: 'Read', id };
}

export function patchRow(id: string, ...operations: readonly object[]): Row {
  return { operationType: 'Patch', id, resourceBody: { operations } };
}

/** An operation of a patch. */
export function set(path: string, value: unknown): object {
  return { op: 'set', path, value };
}

/** Status and sub-status of each operation of a batch. */
export function resultsOf({ json }: Response): readonly (number | string)[] {
  return json.map(({ statusCode, subStatusCode }: { statusCode: number; subStatusCode?: number }) =>
    subStatusCode === undefined ? statusCode : `${statusCode}/${subStatusCode}`,
  );
}

import { type KeyValue, keyHeader, type ModelContainer, type ModelItem, placeOf, put, remove } from './model.ts';

/** What can be done to one item, alone or in a batch. */
export type Action =
  | { readonly kind: 'create' | 'upsert' | 'replace'; readonly id: string; readonly content: Content }
  | { readonly kind: 'patch'; readonly id: string; readonly operations: readonly PatchStep[] }
  | { readonly kind: 'read'; readonly id: string }
  | { readonly kind: 'delete'; readonly id: string };

export type Content = Readonly<Record<string, unknown>>;

/** A patch operation on a property of the item itself, as it is sent. */
export interface PatchStep {
  readonly op: 'set' | 'incr' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** What an action comes to. */
export interface Outcome {
  /** Status and sub-status. */
  readonly status: readonly [number, string];
  /** What a write stored or a read found; `undefined` after a delete and a failure. */
  readonly item?: ModelItem;
}

/** ETag of what was stored until the account tells the real one: it equals none. */
export const unknownEtag = '"?"';

/** Does an action to the items of a partition key; what fails changes nothing. */
export function act(
  container: ModelContainer,
  key: readonly KeyValue[],
  action: Action,
  { ifMatch, nowMs }: { readonly ifMatch: string | undefined; readonly nowMs: number },
): Outcome {
  const { kind, id } = action;
  const place = placeOf(key, id);
  const existing = container.items.get(place);
  if (kind === 'create' && existing !== undefined) return failed(409);
  if (kind !== 'create' && kind !== 'upsert' && existing === undefined) return failed(404);
  if (kind === 'read') return { status: [200, '0'], ...(existing && { item: existing }) };
  if (existing !== undefined && ifMatch !== undefined && ifMatch !== '*' && ifMatch !== existing.etag)
    return failed(412);
  if (kind === 'delete') {
    remove(container, place);
    return { status: [204, '0'] };
  }
  const content = kind === 'patch' ? patched(existing?.content ?? {}, action.operations) : action.content;
  if (content === undefined) return failed(400);
  const item = { id, key, content, etag: unknownEtag, writtenS: Math.floor(nowMs / 1000) };
  if (isTaken(container, item)) return failed(409, '3301');
  put(container, item);
  return { status: [existing === undefined ? 201 : 200, '0'], item };
}

function failed(status: number, subStatus = '0'): Outcome {
  return { status: [status, subStatus] };
}

/** Whether another item of the partition key has the same values of the unique key. */
function isTaken({ uniqueNames, items }: ModelContainer, { id, key, content }: ModelItem): boolean {
  return [...items.values()].some(
    (other) =>
      uniqueNames.length > 0 &&
      other.id !== id &&
      keyHeader(other.key) === keyHeader(key) &&
      uniqueNames.every((name) => other.content[name] === content[name]),
  );
}

/** The content after all operations; `undefined` when one does not fit, or the time to live is none. */
function patched(content: Content, operations: readonly PatchStep[]): Content | undefined {
  const result = { ...content };
  for (const { op, path, value } of operations) {
    const name = path.slice(1);
    if (op === 'remove' && result[name] === undefined) return undefined;
    if (op === 'remove') delete result[name];
    else result[name] = op === 'incr' ? Number(result[name] ?? 0) + Number(value) : value;
  }
  return result.ttl === 0 ? undefined : result;
}

import type { ContainerReference } from '../../src/operation/container-reference.ts';
import { CosmosOperation } from '../../src/operation/cosmos-operation.ts';
import { ItemReference } from '../../src/operation/item-reference.ts';
import { ifMatch } from '../../src/operation/precondition.ts';
import { encodeJson } from '../../src/request/encode-json.ts';
import type { Chance } from './chance.ts';
import type { Effect, GroupState, Version } from './group-history.ts';

/** A write, and what it does where it is carried out. */
export interface GroupWrite {
  readonly kind: string;
  readonly operation: CosmosOperation;
  readonly effect: Effect;
}

/** What its writer knows of an item. */
export interface SeenItem {
  readonly etag: string;
  readonly version: Version;
}

export const itemIds = ['a', 'b', 'c'] as const;

const without = (state: GroupState, gone: string): GroupState =>
  Object.fromEntries(Object.entries(state).filter(([id]) => id !== gone));

/** Effects by what they are of. */
const effects = {
  put:
    (id: string, by: number): Effect =>
    (state) => ({ ...state, [id]: { by, count: 0 } }),
  create:
    (id: string, by: number): Effect =>
    (state) =>
      state[id] === undefined ? { ...state, [id]: { by, count: 0 } } : undefined,
  remove:
    (id: string): Effect =>
    (state) =>
      state[id] === undefined ? undefined : without(state, id),
  count:
    (id: string): Effect =>
    (state) => {
      const version = state[id];
      return version && { ...state, [id]: { ...version, count: version.count + 1 } };
    },
  replace:
    (id: string, by: number, seen: Version): Effect =>
    (state) => {
      const version = state[id];
      if (version?.by !== seen.by || version.count !== seen.count) return undefined;
      return { ...state, [id]: { by, count: 0 } };
    },
};
const both =
  (first: Effect, second: Effect): Effect =>
  (state) => {
    const next = first(state);
    return next && second(next);
  };

/**
 * A random write on a group, which is a logical partition.
 *
 * @param by  Number of the operation: what it writes is told by it.
 */
export function randomWrite(
  container: ContainerReference,
  group: string,
  by: number,
  seen: ReadonlyMap<string, SeenItem>,
  chance: Chance,
): GroupWrite {
  const id = chance.pick(itemIds);
  const other = itemIds[(itemIds.indexOf(id) + 1) % itemIds.length] ?? 'a';
  const item = ItemReference.from(container, group, id);
  const body = encodeJson({ id, group, by, count: 0 });
  const countUp = [{ op: 'incr', path: '/count', value: 1 }] as const;
  const known = seen.get(id);
  switch (chance.below(known === undefined ? 7 : 9)) {
    case 0:
      return {
        kind: 'create',
        operation: CosmosOperation.createItem(item).withBody(body),
        effect: effects.create(id, by),
      };
    case 1:
    case 2:
      return {
        kind: 'upsert',
        operation: CosmosOperation.upsertItem(item).withBody(body),
        effect: effects.put(id, by),
      };
    case 3: {
      const strategy = chance.pick(['native', 'read-modify-replace'] as const);
      const operation = CosmosOperation.patchItem(item, countUp, { strategy });
      return { kind: `patch ${strategy}`, operation, effect: effects.count(id) };
    }
    case 4:
      return { kind: 'delete', operation: CosmosOperation.deleteItem(item), effect: effects.remove(id) };
    case 5: {
      const operation = CosmosOperation.batch(container, group, [
        { kind: 'upsert', body },
        { kind: 'patch', id: other, operations: countUp },
      ]);
      return { kind: 'batch', operation, effect: both(effects.put(id, by), effects.count(other)) };
    }
    case 6: {
      const operation = CosmosOperation.batch(container, group, [
        { kind: 'create', body },
        { kind: 'delete', id: other },
      ]);
      return { kind: 'batch', operation, effect: both(effects.create(id, by), effects.remove(other)) };
    }
    default: {
      const { etag, version } = known as SeenItem;
      const operation = CosmosOperation.replaceItem(item).withBody(body).withPrecondition(ifMatch(etag));
      return { kind: 'replace', operation, effect: effects.replace(id, by, version) };
    }
  }
}

import type { DatabaseSync } from 'node:sqlite';
import type { JsonText } from '@perdura/durable-core/engine';
import * as z from 'zod/mini';

/** An entity, as the hub stores it: one that has a state, is locked, or both. */
export interface StoredEntity {
  /** `@name@key`, the name in lower case. */
  readonly id: string;
  /** JSON text of its state; absent when it does not exist, or was not asked for. */
  readonly state?: JsonText;
  /** The instance that has locked it; absent for none. */
  readonly lockedBy?: string;
  /** When it last ran an operation, in milliseconds since 1970. */
  readonly lastOperationMs: number;
}

/** Which entities to list; everything given must hold. */
export interface EntityFilter {
  /** Name, in lower case. */
  readonly name?: string | undefined;
  /** Ran its last operation then or later, in milliseconds since 1970. */
  readonly lastOperationFromMs?: number | undefined;
  /** Ran its last operation then or earlier, in milliseconds since 1970. */
  readonly lastOperationToMs?: number | undefined;
  /** Whether to read the states. */
  readonly withState: boolean;
}

/** The rows of `entities`. None is kept that has neither state nor lock. */
export interface EntityTable {
  find(id: string): StoredEntity | undefined;
  /** The instance that has locked an entity; `undefined` for none. */
  ownerOf(id: string): string | undefined;
  /** Ids of the entities an instance has locked. */
  lockedBy(instanceId: string): readonly string[];
  /** Writes a state; `undefined` deletes it. */
  writeState(id: string, state: JsonText | undefined, nowMs: number): void;
  lock(id: string, instanceId: string, nowMs: number): void;
  /** Answers whether the instance had locked the entity. */
  unlock(id: string, instanceId: string): boolean;
  /** Answers at most `limit` entities that exist, by their ids, behind one. */
  list(filter: EntityFilter, afterId: string | undefined, limit: number): readonly StoredEntity[];
}

const rowSchema = z.object({
  id: z.string(),
  state: z.nullable(z.string()),
  locked_by: z.nullable(z.string()),
  last_operation_ms: z.number(),
});

function toEntity(row: unknown): StoredEntity {
  const { id, state, locked_by: lockedBy, last_operation_ms: lastOperationMs } = rowSchema.parse(row);
  return { id, ...(state !== null && { state }), ...(lockedBy !== null && { lockedBy }), lastOperationMs };
}

/** The statements on `entities`. */
export function entityTable(database: DatabaseSync): EntityTable {
  const find = database.prepare('SELECT * FROM entities WHERE id = ?');
  const ownerOf = database.prepare('SELECT locked_by FROM entities WHERE id = ?');
  const lockedBy = database.prepare('SELECT id FROM entities WHERE locked_by = ?');
  const writeState = database.prepare(
    `INSERT INTO entities (id, state, last_operation_ms) VALUES (:id, :state, :nowMs)
     ON CONFLICT (id) DO UPDATE SET state = :state, last_operation_ms = :nowMs`,
  );
  const lock = database.prepare(
    `INSERT INTO entities (id, locked_by, last_operation_ms) VALUES (:id, :owner, :nowMs)
     ON CONFLICT (id) DO UPDATE SET locked_by = :owner`,
  );
  const unlock = database.prepare('UPDATE entities SET locked_by = NULL WHERE id = ? AND locked_by = ?');
  const clean = database.prepare('DELETE FROM entities WHERE id = ? AND state IS NULL AND locked_by IS NULL');
  // ids of one name begin with '@name@', and those of the next possible name come after '@nameA'
  const list = database.prepare(
    `SELECT id, iif(:withState, state, NULL) AS state, locked_by, last_operation_ms FROM entities
     WHERE id > :afterId AND (:prefix IS NULL OR id >= :prefix || '@' AND id < :prefix || 'A') AND state IS NOT NULL
       AND last_operation_ms BETWEEN :fromMs AND :toMs
     ORDER BY id LIMIT :limit`,
  );
  return {
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? undefined : toEntity(row);
    },
    ownerOf: (id) => {
      const owner = ownerOf.get(id)?.locked_by;
      return typeof owner === 'string' ? owner : undefined;
    },
    lockedBy: (instanceId) => lockedBy.all(instanceId).map(({ id }) => String(id)),
    writeState: (id, state, nowMs) => {
      writeState.run({ id, state: state ?? null, nowMs });
      if (state === undefined) clean.run(id);
    },
    lock: (id, owner, nowMs) => {
      lock.run({ id, owner, nowMs });
    },
    unlock: (id, instanceId) => {
      const { changes } = unlock.run(id, instanceId);
      clean.run(id);
      return changes > 0;
    },
    list: (filter, afterId, limit) =>
      list
        .all({
          withState: filter.withState ? 1 : 0,
          afterId: afterId ?? '',
          prefix: filter.name === undefined ? null : `@${filter.name}`,
          fromMs: filter.lastOperationFromMs ?? Number.MIN_SAFE_INTEGER,
          toMs: filter.lastOperationToMs ?? Number.MAX_SAFE_INTEGER,
          limit,
        })
        .map(toEntity),
  };
}

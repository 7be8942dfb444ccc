import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import type { Instance, InstanceStatus } from '../instances/instance.ts';

/** Which instances to list; everything given must hold. */
export interface InstanceFilter {
  /** Started then or later, in milliseconds since 1970. */
  readonly createdFromMs?: number | undefined;
  /** Started then or earlier, in milliseconds since 1970. */
  readonly createdToMs?: number | undefined;
  /** In one of these statuses, upper and lower case being the same; empty means none at all. */
  readonly statuses?: readonly string[] | undefined;
  /** With an id that begins so. */
  readonly idPrefix?: string | undefined;
}

/** A place in the list of all instances, which is ordered by creation, then id. */
export interface ListPosition {
  readonly createdMs: number;
  readonly id: string;
}

/** The rows of `instances`. */
export interface InstanceTable {
  find(id: string): Instance | undefined;
  /** Writes the row of a new instance, or of a finished one that is started again. */
  insert(instance: Instance): void;
  /** Writes what a turn may change. */
  update(instance: Instance): void;
  delete(id: string): void;
  /** The sub-orchestrations an instance has started since it was started itself, in all its executions. */
  children(parent: Instance): readonly Instance[];
  /** Ids of instances that finished before a time, at most so many. */
  finishedBefore(beforeMs: number, limit: number): readonly string[];
  /** Answers at most `limit` instances behind a position. */
  list(filter: InstanceFilter, after: ListPosition | undefined, limit: number): readonly Instance[];
}

const text = z.nullable(z.string());
const tagsSchema = z.record(z.string(), z.string());
const rowSchema = z.object({
  id: z.string(),
  execution_id: z.string(),
  name: z.string(),
  version: text,
  status: z.custom<InstanceStatus>((value) => typeof value === 'string'),
  input: text,
  output: text,
  custom_status: text,
  created_ms: z.number(),
  updated_ms: z.number(),
  start_at_ms: z.nullable(z.number()),
  tags: text,
  parent_id: text,
  parent_execution_id: text,
  parent_task_id: z.nullable(z.number()),
  trace_context: text,
});

function toInstance(row: unknown): Instance {
  const r = rowSchema.parse(row);
  return {
    id: r.id,
    executionId: r.execution_id,
    name: r.name,
    ...(r.version !== null && { version: r.version }),
    status: r.status,
    ...(r.input !== null && { input: r.input }),
    ...(r.output !== null && { output: r.output }),
    ...(r.custom_status !== null && { customStatus: r.custom_status }),
    createdMs: r.created_ms,
    updatedMs: r.updated_ms,
    ...(r.start_at_ms !== null && { startAtMs: r.start_at_ms }),
    ...(r.tags !== null && { tags: tagsSchema.parse(JSON.parse(r.tags)) }),
    ...(r.parent_id !== null &&
      r.parent_execution_id !== null &&
      r.parent_task_id !== null && {
        parent: { instanceId: r.parent_id, executionId: r.parent_execution_id, taskId: r.parent_task_id },
      }),
    ...(r.trace_context !== null && { traceContext: JSON.parse(r.trace_context) }),
  };
}

/** The statements on `instances`. */
export function instanceTable(database: DatabaseSync): InstanceTable {
  const find = database.prepare('SELECT * FROM instances WHERE id = ?');
  const given = [
    ...['execution_id', 'name', 'version', 'status', 'input', 'output', 'custom_status', 'created_ms', 'updated_ms'],
    ...['start_at_ms', 'tags', 'parent_id', 'parent_execution_id', 'parent_task_id', 'trace_context'],
  ];
  // keeps the number of an instance that is there, by which its history is found
  const insert = database.prepare(
    `INSERT INTO instances (id, ${given.join(', ')}) VALUES (?, ${given.map(() => '?').join(', ')})
     ON CONFLICT (id) DO UPDATE SET ${given.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  );
  const update = database.prepare(
    'UPDATE instances SET execution_id = ?, status = ?, input = ?, output = ?, custom_status = ?, updated_ms = ? WHERE id = ?',
  );
  const remove = database.prepare('DELETE FROM instances WHERE id = ?');
  const children = database.prepare('SELECT * FROM instances WHERE parent_id = ? AND created_ms >= ?');
  // One that finished before a time was created before it, and creation has an index.
  const finishedBefore = database.prepare(
    `SELECT id FROM instances WHERE created_ms < :beforeMs AND updated_ms < :beforeMs
       AND status IN ('Completed', 'Failed', 'Terminated') ORDER BY created_ms, id LIMIT :limit`,
  );
  const list = database.prepare(
    `SELECT * FROM instances
     WHERE (created_ms, id) > (:afterMs, :afterId) AND created_ms BETWEEN :fromMs AND :toMs
       AND (:statuses IS NULL OR lower(status) IN (SELECT lower(value) FROM json_each(:statuses)))
       AND (:prefix IS NULL OR substr(id, 1, length(:prefix)) = :prefix)
     ORDER BY created_ms, id LIMIT :limit`,
  );
  return {
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? undefined : toInstance(row);
    },
    insert: ({ parent, ...i }) => {
      insert.run(
        ...[i.id, i.executionId, i.name, i.version ?? null, i.status, i.input ?? null, i.output ?? null],
        ...[i.customStatus ?? null, i.createdMs, i.updatedMs, i.startAtMs ?? null],
        i.tags === undefined ? null : JSON.stringify(i.tags),
        ...[parent?.instanceId ?? null, parent?.executionId ?? null, parent?.taskId ?? null],
        i.traceContext === undefined ? null : JSON.stringify(i.traceContext),
      );
    },
    update: (i) => {
      update.run(
        ...[i.executionId, i.status, i.input ?? null, i.output ?? null, i.customStatus ?? null, i.updatedMs, i.id],
      );
    },
    delete: (id) => {
      remove.run(id);
    },
    children: ({ id, createdMs }) => children.all(id, createdMs).map(toInstance),
    finishedBefore: (beforeMs, limit) => finishedBefore.all({ beforeMs, limit }).map(({ id }) => String(id)),
    list: (filter, after, limit) =>
      list
        .all({
          afterMs: after?.createdMs ?? Number.MIN_SAFE_INTEGER,
          afterId: after?.id ?? '',
          // not before the position, so that no row in front of it is looked at
          fromMs: Math.max(
            filter.createdFromMs ?? Number.MIN_SAFE_INTEGER,
            after?.createdMs ?? Number.MIN_SAFE_INTEGER,
          ),
          toMs: filter.createdToMs ?? Number.MAX_SAFE_INTEGER,
          statuses: filter.statuses === undefined ? null : JSON.stringify(filter.statuses),
          prefix: filter.idPrefix ?? null,
          limit,
        })
        .map(toInstance),
  };
}

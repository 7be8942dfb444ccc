import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import type { InstanceStatus } from '../instances/instance.ts';
import type { InstanceFilter, ListPosition } from './instance-table.ts';

/** {@link InstanceFilter} and the name of the orchestration. */
export interface SearchFilter extends InstanceFilter {
  /** Name of the orchestration, upper and lower case being the same. */
  readonly name?: string | undefined;
  /** Only what a client has started, no sub-orchestrations. (default `false`) */
  readonly withoutChildren?: boolean | undefined;
}

/** What a search tells of an instance. */
interface FoundInstance {
  readonly id: string;
  readonly name: string;
  readonly status: InstanceStatus;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly parentId?: string;
}

/** What a search has found. */
interface SearchResult {
  readonly found: readonly FoundInstance[];
  /** Where to go on; absent when there is nothing older. */
  readonly next?: ListPosition;
}

/** Looks through the instances, newest first, in steps of bounded work however many there are. */
export interface InstanceSearch {
  /** Answers at most `limit` instances older than a position. */
  search(filter: SearchFilter, before: ListPosition | undefined, limit: number): SearchResult;
  /** Counts by status whatever else the filter says, among the newest. */
  count(filter: SearchFilter): {
    readonly byStatus: Partial<Record<InstanceStatus, number>>;
    readonly isPartial: boolean;
  };
  /** The sub-orchestrations of an instance, oldest first. */
  children(parentId: string, limit: number): readonly FoundInstance[];
}

const statusSchema = z.custom<InstanceStatus>((value) => typeof value === 'string');
const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: statusSchema,
  created_ms: z.number(),
  updated_ms: z.number(),
  parent_id: z.nullable(z.string()),
});
const countSchema = z.array(z.object({ status: z.nullable(statusSchema), number: z.number() }));

function toFound(row: unknown): FoundInstance {
  const r = rowSchema.parse(row);
  return {
    ...{ id: r.id, name: r.name, status: r.status, createdMs: r.created_ms, updatedMs: r.updated_ms },
    ...(r.parent_id !== null && { parentId: r.parent_id }),
  };
}

/**
 * Prepares the statements.
 *
 * @param scanLimit  How many instances one search looks at; what lies beyond is for the next.
 */
export function instanceSearch(database: DatabaseSync, scanLimit: number): InstanceSearch {
  const columns = 'id, name, status, created_ms, updated_ms, parent_id';
  const scanned = `(SELECT ${columns} FROM instances
     WHERE (created_ms, id) < (:beforeMs, :beforeId) AND created_ms BETWEEN :fromMs AND :toMs
     ORDER BY created_ms DESC, id DESC LIMIT :scan)`;
  const matches = `(:prefix IS NULL OR substr(id, 1, length(:prefix)) = :prefix) AND (:name IS NULL OR lower(name) = :name)
     AND (:withoutChildren = 0 OR parent_id IS NULL)`;
  const search = database.prepare(
    `SELECT ${columns} FROM ${scanned} WHERE ${matches}
       AND (:statuses IS NULL OR lower(status) IN (SELECT lower(value) FROM json_each(:statuses)))
     ORDER BY created_ms DESC, id DESC LIMIT :limit`,
  );
  const count = database.prepare(
    `SELECT CASE WHEN ${matches} THEN status END AS status, count(*) AS number FROM ${scanned} GROUP BY 1`,
  );
  const last = database.prepare(
    `SELECT created_ms, id FROM ${scanned} ORDER BY created_ms DESC, id DESC LIMIT 1 OFFSET :scan - 1`,
  );
  const children = database.prepare(
    `SELECT ${columns} FROM instances WHERE parent_id = ? ORDER BY created_ms, id LIMIT ?`,
  );
  const range = ({ createdFromMs, createdToMs }: SearchFilter, before?: ListPosition) => ({
    beforeMs: before?.createdMs ?? Number.MAX_SAFE_INTEGER,
    beforeId: before?.id ?? '',
    fromMs: createdFromMs ?? Number.MIN_SAFE_INTEGER,
    // Not left to the position alone: SQLite takes one upper end to look for in the index, and it takes this one.
    toMs: Math.min(createdToMs ?? Number.MAX_SAFE_INTEGER, before?.createdMs ?? Number.MAX_SAFE_INTEGER),
    scan: scanLimit,
  });
  const match = ({ idPrefix, name, withoutChildren = false }: SearchFilter) => ({
    prefix: idPrefix ?? null,
    name: name?.toLowerCase() ?? null,
    withoutChildren: withoutChildren ? 1 : 0,
  });
  return {
    search: (filter, before, limit) => {
      const statuses = filter.statuses === undefined ? null : JSON.stringify(filter.statuses);
      const rows = search.all({ ...range(filter, before), ...match(filter), statuses, limit: limit + 1 }).map(toFound);
      const found = rows.slice(0, limit);
      const end = found.at(-1);
      if (rows.length > limit && end !== undefined) return { found, next: { createdMs: end.createdMs, id: end.id } };
      const stop = last.get(range(filter, before));
      return stop === undefined
        ? { found }
        : { found, next: { createdMs: Number(stop.created_ms), id: String(stop.id) } };
    },
    count: (filter) => {
      const rows = countSchema.parse(count.all({ ...range(filter), ...match(filter) }));
      const looked = rows.reduce((sum, { number }) => sum + number, 0);
      const counted = rows.flatMap(({ status, number }) => (status === null ? [] : [[status, number] as const]));
      return { byStatus: Object.fromEntries(counted), isPartial: looked >= scanLimit };
    },
    children: (parentId, limit) => children.all(parentId, limit).map(toFound),
  };
}

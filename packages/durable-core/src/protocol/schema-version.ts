/** Result schemas: `0` is V1 (the original), `1` V2, `2` V3, `3` V4. */
export type SchemaVersion = 0 | 1 | 2 | 3;

/** The newest schema written here. */
const newestSchemaVersion = 3;

/**
 * The schema to answer in: the newest both sides know.
 *
 * @param upperSchemaVersion     What the host offers; frozen at 1 in later hosts, absent in the oldest.
 * @param upperSchemaVersionNew  What a newer host offers; wins over the other, 0 included.
 */
export function negotiateSchemaVersion(
  upperSchemaVersion?: number | null,
  upperSchemaVersionNew?: number | null,
): SchemaVersion {
  const offered = upperSchemaVersionNew ?? upperSchemaVersion ?? 0;
  return Math.max(0, Math.min(newestSchemaVersion, offered)) as SchemaVersion;
}

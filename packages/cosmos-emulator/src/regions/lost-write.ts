/** A write that a failover has lost. */
export interface LostWrite {
  /** Id of the database. */
  readonly database: string;
  /** Id of the container. */
  readonly container: string;
  /** What it did. */
  readonly kind: 'create' | 'replace' | 'delete';
  /** Id of the item. */
  readonly id: string;
  /** The version that was written, with its system properties; of a delete, the version that was removed. */
  readonly resource: Readonly<Record<string, unknown>>;
}

import type { TypedValue } from './typed-value.ts';

/** A row as the package works with it: the application's properties apart from everyone else's. */
export interface StoredRow {
  /** What it is conditionally changed or deleted with. */
  readonly etag: string;
  /** When it was last changed, by the service's clock, to 100 ns. */
  readonly timestamp: string;
  /** The application's properties, converted to JavaScript values as the client does. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The generation it is being moved to, if it is. */
  readonly movingTo: number | undefined;
  /** Whether it only says that the row was deleted. */
  readonly deleted: boolean;
  /** The carried instant of its last change; `undefined` when it was never moved. */
  readonly idleSince: string | undefined;
}

/** A row read for copying: its values keep their types and their precision. */
export interface TypedRow extends Omit<StoredRow, 'properties'> {
  /** The application's properties, with their types. */
  readonly values: Readonly<Record<string, TypedValue>>;
}

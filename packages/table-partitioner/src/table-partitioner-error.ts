import type { MigrationReport } from './migration/migration-report.ts';
import type { PurgeReport } from './purge/purge-report.ts';
import type { TablePartitionerErrorCode } from './table-partitioner-error-code.ts';

/** What an error is about, beside its message. */
export interface TablePartitionerErrorDetails {
  /** The table the failed request was for. */
  readonly table?: string | undefined;
  /** The partition the failed request was for. */
  readonly partitionKey?: string | undefined;
  /** HTTP status of the answer; for a failed transaction the status inside it. `undefined` when there was no answer. */
  readonly status?: number | undefined;
  /** Error code of the service, such as `TableNotFound`. */
  readonly serviceCode?: string | undefined;
  /** What a purge had done when it failed. */
  readonly report?: PurgeReport | undefined;
  /** What a migration had done when it failed. */
  readonly migration?: MigrationReport | undefined;
  /** What went wrong below. */
  readonly cause?: unknown;
}

const MARKER: unique symbol = Symbol.for('@perdura/table-partitioner/error') as never;

/** The one error class of this package. Misuse of the API, such as a missing option, is a `TypeError` instead. */
export class TablePartitionerError extends Error {
  override readonly name: string = 'TablePartitionerError';
  /** What kind of failure it is. */
  readonly code: TablePartitionerErrorCode;
  /** The table the failed request was for. */
  readonly table: string | undefined;
  /** The partition the failed request was for. */
  readonly partitionKey: string | undefined;
  /** HTTP status of the answer, `undefined` when there was none. */
  readonly status: number | undefined;
  /** Error code of the service, such as `TableNotFound`. */
  readonly serviceCode: string | undefined;
  /** What a purge had done when it failed; `undefined` for other failures. */
  readonly report: PurgeReport | undefined;
  /** What a migration had done when it failed; `undefined` for other failures. */
  readonly migration: MigrationReport | undefined;

  constructor(code: TablePartitionerErrorCode, message: string, details: TablePartitionerErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.table = details.table;
    this.partitionKey = details.partitionKey;
    this.status = details.status;
    this.serviceCode = details.serviceCode;
    this.report = details.report;
    this.migration = details.migration;
    Object.defineProperty(this, MARKER, { value: true });
  }
}

/** Tells this package's errors from others, also when two copies of the package are installed. */
export function isTablePartitionerError(value: unknown): value is TablePartitionerError {
  return typeof value === 'object' && value !== null && MARKER in value;
}

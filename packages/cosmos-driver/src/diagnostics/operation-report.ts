import type { CosmosError } from '../errors/cosmos-error.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import type { CosmosStatus } from '../response/cosmos-status.ts';
import type { CosmosDiagnostics } from './cosmos-diagnostics.ts';

/** What diagnostics handlers are told: an operation, or one page of a feed, that has ended. */
export interface OperationReport {
  /** What was asked for. */
  readonly operation: CosmosOperation;
  /** Scheme, host and port of the account's URL. */
  readonly endpoint: string;
  /** Id of the driver, the same on all its operations; the service is told it as `x-ms-client-id`. */
  readonly clientId: string;
  /** The user agent that the driver names itself by; browsers send their own. */
  readonly userAgent: string;
  /**
   * How consistent it was, in the words of the service: as the account says, or as `readConsistencyStrategy` asked for. `undefined` for
   * operations that are not on items, and for `LatestCommitted`, which has no such word.
   */
  readonly consistencyLevel: string | undefined;
  /** What it took. */
  readonly diagnostics: CosmosDiagnostics;
  /** How it ended; `undefined` for an error without a status, such as `aborted`. */
  readonly status: CosmosStatus | undefined;
  /** What the caller got; `undefined` when the operation failed. */
  readonly response: CosmosResponse | undefined;
  /** Why it failed; `undefined` when it did not. */
  readonly error: CosmosError | undefined;
  /** When it ended, in milliseconds since 1970. */
  readonly endedAtMs: number;
}

import { type CosmosDiagnostics, endedWith, noDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import type { CosmosStatus } from '../response/cosmos-status.ts';

/**
 * What went wrong.
 *
 * Answers of the service: `bad-request` (400), `unauthorized` (401), `forbidden` (403), `not-found` (404, never because a
 * region is behind), `session-not-available` (404/1002: no region has yet seen what the session token promises),
 * `request-timeout` (408), `conflict` (409), `gone` (410), `precondition-failed` (412), `too-large` (413; also an answer of more than `maxPageBytes`), `throttled` (429),
 * `retry-with` (449: a concurrent write kept winning), `server-error` (5xx), `unexpected-status` (any other).
 *
 * Of the driver: `transport-failed` (no answer, or not all of it), `invalid-response` (an answer that is not what the REST API
 * promises), `credential-failed` (the credential gave no signature), `deadline-exceeded` (`endToEndTimeoutMs`; two minutes
 * for what several operations wait for together, such as the look-up of a container), `aborted` (by the
 * caller's signal, whose reason is the `cause`), `closed` (the driver, runtime or client was closed), `not-supported`.
 *
 * Of feeds: `unsupported-query` (a query, or the continuation of one, that no client can put together), `invalid-continuation`
 * (a token that is damaged, or of another feed), `buffer-exceeded` (a query had to hold more than `maxBufferedItems`).
 *
 * Of clients over the driver: `invalid-item` (an item that is not what its schema says).
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb
 */
export type CosmosErrorCode =
  | 'bad-request'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'session-not-available'
  | 'request-timeout'
  | 'conflict'
  | 'gone'
  | 'precondition-failed'
  | 'too-large'
  | 'throttled'
  | 'retry-with'
  | 'server-error'
  | 'unexpected-status'
  | 'transport-failed'
  | 'invalid-response'
  | 'credential-failed'
  | 'deadline-exceeded'
  | 'aborted'
  | 'closed'
  | 'not-supported'
  | 'unsupported-query'
  | 'invalid-continuation'
  | 'buffer-exceeded'
  | 'invalid-item';

/** What a {@link CosmosError} is made of besides its message. */
export interface CosmosErrorDetails {
  /** What went wrong. */
  readonly code: CosmosErrorCode;
  /** Status and sub-status. (default: none) */
  readonly status?: CosmosStatus | undefined;
  /** The answer of the service. (default: none came) */
  readonly response?: CosmosResponse | undefined;
  /** Every attempt made. (default: there was none) */
  readonly diagnostics?: CosmosDiagnostics | undefined;
  /** Whether the write may have taken place nevertheless. (default `false`) */
  readonly mayHaveBeenApplied?: boolean | undefined;
  /** What was thrown below, such as the transport's error. (default: nothing) */
  readonly cause?: unknown;
}

/** Found through the global symbol registry, so that two copies of this package recognise each other's errors. */
const marker = Symbol.for('@perdura/cosmos-driver/CosmosError');

/** Why an operation failed. Misuse of the API is a `TypeError` instead, thrown before anything is sent. */
export class CosmosError extends Error {
  /** What went wrong; stable, to be compared with. */
  readonly code: CosmosErrorCode;
  /** Status and sub-status; `undefined` for `aborted`, `closed` and `not-supported`. */
  readonly status: CosmosStatus | undefined;
  /** The answer of the service, with its body; `undefined` when none came. */
  readonly response: CosmosResponse | undefined;
  /** Every attempt made. */
  readonly diagnostics: CosmosDiagnostics;
  /**
   * Whether the write may have taken place nevertheless: an attempt ended without a clear answer, and no later one could tell.
   * Always `false` for reads.
   */
  readonly mayHaveBeenApplied: boolean;

  /** @param message  One sentence: what failed, and what to do if that is known. */
  constructor(message: string, details: CosmosErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'CosmosError';
    this.code = details.code;
    this.status = details.status;
    this.response = details.response;
    const { diagnostics } = details;
    this.diagnostics = diagnostics === undefined ? noDiagnostics : endedWith(diagnostics, details.status, true);
    this.mayHaveBeenApplied = details.mayHaveBeenApplied ?? false;
    Object.defineProperty(this, marker, { value: true });
  }
}

/** Whether a value is a {@link CosmosError}, of this or another copy of this package. */
export function isCosmosError(value: unknown): value is CosmosError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;
}

import { checkOptions } from '../options/check-options.ts';
import { defaults } from '../options/defaults.ts';
import { headersField } from '../options/headers-field.ts';
import { type FieldsOf, field, integerField, wordField } from '../options/option-field.ts';

/**
 * What may go wrong: an answer of the service, or none.
 *
 * - `internal-server-error` 500, `too-many-requests` 429, `retry-with` 449, `timeout` 408, `service-unavailable` 503
 * - `read-session-not-available` 404/1002, `partition-is-gone` 410/1002, `write-forbidden` 403/3, `database-account-not-found` 403/1008
 * - `connection-error`: no connection, the request was not sent
 * - `response-timeout`: no answer, nobody knows whether the request was sent
 */
export type FaultError = (typeof faultErrors)[number];

const faultErrors = [
  'internal-server-error',
  'too-many-requests',
  'retry-with',
  'timeout',
  'service-unavailable',
  'read-session-not-available',
  'partition-is-gone',
  'write-forbidden',
  'database-account-not-found',
  'connection-error',
  'response-timeout',
] as const;

/** An answer that the service never gave. */
export interface FaultResponse {
  /** HTTP status, 200 to 599. */
  readonly status: number;
  /** Sub-status, sent as `x-ms-substatus`, 0 to 65535. (default: none) */
  readonly subStatus?: number | undefined;
  /** Its headers. (default `{}`) */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Its body, as text or bytes. (default: none) */
  readonly body?: string | Uint8Array | undefined;
}

/** What becomes of a request that meets a fault. With `delayMs` alone it is sent after the delay, with nothing it is only counted. */
export interface FaultResult {
  /** What goes wrong instead of sending it. (default: nothing) */
  readonly error?: FaultError | undefined;
  /** What is answered instead of sending it; not together with `error`. (default: what the service answers) */
  readonly response?: FaultResponse | undefined;
  /** How long it is held back first, in milliseconds; it counts towards the time limit of the request. (default `0`) */
  readonly delayMs?: number | undefined;
  /** How likely a matching request meets the fault, 0 to 1. (default `1`) */
  readonly probability?: number | undefined;
}

const responseFields: FieldsOf<FaultResponse> = {
  status: integerField(200, 599),
  subStatus: integerField(0, 65_535),
  headers: headersField(),
  body: field('a string or a Uint8Array', (value) => typeof value === 'string' || value instanceof Uint8Array),
};

const resultFields: FieldsOf<FaultResult> = {
  error: wordField(faultErrors),
  response: { group: responseFields },
  delayMs: integerField(0, defaults.maxTimeMs),
  probability: field('a number from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1),
};

/** @throws {TypeError} naming what is wrong. */
export function checkFaultResult(result: unknown): asserts result is FaultResult {
  checkOptions('result of a fault', result, resultFields);
  const { error, response } = result as FaultResult;
  if (error !== undefined && response !== undefined) {
    throw new TypeError('The result of a fault must have error or response, not both.');
  }
  if (response !== undefined && response.status === undefined) {
    throw new TypeError('The response of a fault must have a status.');
  }
}

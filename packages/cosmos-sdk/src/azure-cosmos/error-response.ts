import type { CosmosDiagnostics } from '@perdura/cosmos-driver';
import type { CosmosHeaders } from './cosmos-headers.ts';
import type { Untyped } from './untyped.ts';

/** What the service says of a failure. */
export interface ErrorBody {
  /** Name of the status, such as `NotFound`. */
  code: string;
  /** What is wrong. */
  message: string;
  /** What else it says, about queries. */
  additionalErrorInfo?: Untyped;
}

/** An operation that failed: by an answer of the service, or because it could not be sent as it was. */
export class ErrorResponse extends Error {
  /** HTTP status. */
  code?: number | string;
  /** The service's sub-status; `undefined` for none. */
  substatus?: number;
  /** The service's answer. */
  body?: ErrorBody;
  /** The headers of the answer, names in lower case. */
  headers?: CosmosHeaders;
  /** Id of the request. */
  activityId?: string;
  /** How long the service asks to wait, in milliseconds. */
  retryAfterInMs?: number;
  /** The same. */
  retryAfterInMilliseconds?: number;
  /** Every attempt made. */
  diagnostics?: CosmosDiagnostics;
  /** What the request cost, in request units. */
  requestCharge?: number;
  [key: string]: Untyped;
}

import { type CosmosStatus, isSessionNotAvailable } from '../response/cosmos-status.ts';
import type { CosmosErrorCode } from './cosmos-error.ts';

const codes: Readonly<Record<number, CosmosErrorCode>> = {
  400: 'bad-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  408: 'request-timeout',
  409: 'conflict',
  410: 'gone',
  412: 'precondition-failed',
  413: 'too-large',
  429: 'throttled',
  449: 'retry-with',
};

/** What the error of an answer with this status is called: also that of one operation in a batch. */
export function errorCodeOf(status: CosmosStatus): CosmosErrorCode {
  if (isSessionNotAvailable(status)) return 'session-not-available';
  return codes[status.code] ?? (status.code >= 500 ? 'server-error' : 'unexpected-status');
}

import { headerNames, subStatuses } from '@perdura/cosmos-protocol';
import type { FaultError, FaultResponse } from './fault-result.ts';

/** An answer as a transport would bring it. */
export interface FaultyResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The answer that a fault gives in the service's place. */
export function faultyResponse({ status, subStatus, headers = {}, body = '' }: FaultResponse): FaultyResponse {
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (subStatus !== undefined) lowered[headerNames.subStatus] = String(subStatus);
  return { status, headers: lowered, body: typeof body === 'string' ? new TextEncoder().encode(body) : body };
}

/**
 * The answer that an error stands for, with a body that says which rule it comes from.
 *
 * @returns `undefined` when it stands for no answer.
 */
export function faultyErrorResponse(error: FaultError, ruleId: string): FaultyResponse | undefined {
  const answer = answers[error];
  if (answer === undefined) return undefined;
  const [status, subStatus] = answer;
  const body = JSON.stringify({ code: error, message: `The fault rule "${ruleId}" answers in the service's place` });
  return faultyResponse({ status, subStatus, body });
}

const answers: { readonly [error in FaultError]?: readonly [status: number, subStatus?: number] } = {
  'internal-server-error': [500],
  'too-many-requests': [429],
  'retry-with': [449],
  timeout: [408],
  'service-unavailable': [503],
  'read-session-not-available': [404, subStatuses.readSessionNotAvailable],
  'partition-is-gone': [410, subStatuses.partitionKeyRangeGone],
  'write-forbidden': [403, subStatuses.writeForbidden],
  'database-account-not-found': [403, subStatuses.databaseAccountNotFound],
};

import { describeError } from '../diagnostics/attempt-record.ts';
import { type CosmosDiagnostics, endedWith } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { type CosmosStatus, clientStatuses } from '../response/cosmos-status.ts';
import { readResponse } from '../response/read-response.ts';
import { CosmosError, type CosmosErrorDetails } from './cosmos-error.ts';
import { describeOperation } from './describe-operation.ts';
import { errorCodeOf } from './error-code-of.ts';
import { serviceMessage } from './service-message.ts';
import { shorten } from './shorten.ts';
import { singleLine } from './single-line.ts';

/** What an operation ended with when it did not succeed. */
export interface FailedOperation {
  readonly operation: CosmosOperation;
  readonly outcome: AttemptOutcome;
  readonly diagnostics: CosmosDiagnostics;
  /** Whether the write may have taken place. */
  readonly mayHaveBeenApplied: boolean;
}

/** The one place where an outcome becomes an error: code, status and message. */
export function errorFromOutcome({
  operation,
  outcome,
  diagnostics,
  mayHaveBeenApplied,
}: FailedOperation): CosmosError {
  const what = describeOperation(operation);
  const fail = (message: string, details: CosmosErrorDetails): CosmosError =>
    new CosmosError(message, { diagnostics, mayHaveBeenApplied, ...details });

  switch (outcome.kind) {
    case 'response': {
      const { status } = outcome;
      const ended = endedWith(diagnostics, status, true);
      const details = serviceMessage(outcome.body);
      return fail(`${what} failed with ${statusText(status)}${details === undefined ? '.' : `. Details: ${details}`}`, {
        code: errorCodeOf(status),
        status,
        response: readResponse(operation, outcome, ended),
        diagnostics: ended,
      });
    }
    case 'transport-failure':
      if (outcome.tooLarge === true) {
        return fail(`${what} got an answer of more than maxPageBytes; raise that, or lower maxItemCount.`, {
          code: 'too-large',
          status: clientStatuses.answerTooLarge,
          cause: outcome.error,
        });
      }
      return fail(`${what} got no answer: ${sentenceOf(outcome.error)}`, {
        code: 'transport-failed',
        status: clientStatuses.transportFailed,
        cause: outcome.error,
      });
    case 'not-signed':
      return fail(`${what} was not sent, the credential failed: ${sentenceOf(outcome.error)}`, {
        code: 'credential-failed',
        status: clientStatuses.credentialFailed,
        cause: outcome.error,
      });
    case 'interrupted':
      switch (outcome.by) {
        case 'deadline':
          return fail(`${what} did not end within its endToEndTimeoutMs.`, {
            code: 'deadline-exceeded',
            status: clientStatuses.deadlineExceeded,
            cause: outcome.error,
          });
        case 'abort':
          return fail(`${what} was aborted by the caller.`, { code: 'aborted', cause: outcome.error });
        case 'close':
          return fail(`${what} ended because the driver was closed.`, { code: 'closed' });
      }
  }
}

/**
 * The error for an answer of status 2xx whose body is not what the REST API promises: code `invalid-response`.
 *
 * @param operation  What it is the answer to.
 * @param cause  What reading the body has thrown.
 * @param response  The answer, for who wants to look at it. (default: none)
 */
export function invalidResponse(
  operation: CosmosOperation,
  diagnostics: CosmosDiagnostics,
  cause: unknown,
  response?: CosmosResponse,
): CosmosError {
  return new CosmosError(`${describeOperation(operation)} got an answer that cannot be read: ${sentenceOf(cause)}`, {
    code: 'invalid-response',
    status: clientStatuses.responseInvalid,
    response,
    diagnostics,
    cause,
  });
}

function statusText({ code, subStatus, name }: CosmosStatus): string {
  return subStatus === 0 ? `${code} (${name})` : `${code}/${subStatus} (${name})`;
}

/** What was thrown, not too long and with one full stop at its end. */
function sentenceOf(error: unknown): string {
  return `${shorten(singleLine(describeError(error))).replace(/\.$/, '')}.`;
}

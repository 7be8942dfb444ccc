import type { RequestSent, TransportFailureOutcome } from './attempt-outcome.ts';

/**
 * Codes of errors that occur before a request leaves: no address, no connection, no trust in the server's certificate.
 *
 * @see https://nodejs.org/api/errors.html#common-system-errors
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'HOSTNAME_MISMATCH',
]);

/** How many causes are looked at. */
const maxDepth = 8;

/**
 * What a value thrown by a transport says about its request.
 *
 * A transport that knows sets `requestSent` on its error. Otherwise the `code` of the error, of its causes and of the
 * errors it gathers decides; a code that is not known to come before sending means nobody knows.
 */
export function classifyFailure(error: unknown): TransportFailureOutcome {
  const requestSent = requestSentOf(error, maxDepth) ?? 'unknown';
  return { kind: 'transport-failure', requestSent, hostUnreachable: saysUnreachable(error, maxDepth), error };
}

function requestSentOf(error: unknown, depth: number): RequestSent | undefined {
  if (typeof error !== 'object' || error === null || depth === 0) return undefined;
  const { requestSent, code, cause, errors } = error as Record<string, unknown>;
  if (requestSent === 'sent' || requestSent === 'not-sent' || requestSent === 'unknown') return requestSent;
  if (isCodeBeforeSending(code)) return 'not-sent';
  const first = Array.isArray(errors) ? requestSentOf(errors[0], depth - 1) : undefined;
  return first ?? requestSentOf(cause, depth - 1);
}

/** Whether the code of an error, of its causes or of the errors it gathers says that there is no way to the host. */
function saysUnreachable(error: unknown, depth: number): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  const { code, cause, errors } = error as Record<string, unknown>;
  if (isCodeBeforeSending(code)) return true;
  return (Array.isArray(errors) && saysUnreachable(errors[0], depth - 1)) || saysUnreachable(cause, depth - 1);
}

function isCodeBeforeSending(code: unknown): boolean {
  return typeof code === 'string' && (beforeSending.has(code) || code.startsWith('ERR_TLS_CERT_'));
}

import type { ServiceFailure } from './service-failure.ts';

/**
 * What a failure means to whoever sent the request.
 *
 * - `row-missing`, `row-touched`: the row at `index` of the transaction is gone, or is no longer what it was when listed.
 *   `index` is `undefined` when the service did not say which.
 * - `busy`: worth another try. `mayHaveBeenApplied` when the service may have done the work before the answer was lost.
 * - `table-missing`, `table-going`, `denied`: no request to this table will succeed.
 * - `too-large`: the request had too many bytes. `rejected`: one of its operations is wrong. `refused`: anything else.
 */
export type FailureMeaning =
  | { readonly kind: 'row-missing' | 'row-touched'; readonly index: number | undefined }
  | { readonly kind: 'busy'; readonly mayHaveBeenApplied: boolean }
  | { readonly kind: 'table-missing' | 'table-going' | 'denied' | 'too-large' | 'rejected' | 'refused' };

/** Failures to connect: the request never left. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/**
 * Tells what a failure means. The order of the lines is the rule.
 *
 * @see https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes
 */
export function classifyFailure(failure: ServiceFailure): FailureMeaning {
  const { status, serviceCode, message } = failure;
  if (status === undefined) return { kind: 'busy', mayHaveBeenApplied: !NOT_SENT.has(serviceCode ?? '') };
  if (serviceCode === 'TableNotFound') return { kind: 'table-missing' };
  if (serviceCode === 'TableBeingDeleted') return { kind: 'table-going' };
  // The page lists EntityNotFound; the service answers ResourceNotFound.
  if (serviceCode === 'ResourceNotFound' || serviceCode === 'EntityNotFound') {
    return { kind: 'row-missing', index: readIndex(message) };
  }
  if (status === 412) return { kind: 'row-touched', index: readIndex(message) };
  if (status === 401 || status === 403) return { kind: 'denied' };
  if (status === 408 || status >= 500) return { kind: 'busy', mayHaveBeenApplied: true };
  if (status === 429) return { kind: 'busy', mayHaveBeenApplied: false };
  if (status === 413) return { kind: 'too-large' };
  if (status === 400) return { kind: 'rejected' };
  return { kind: 'refused' };
}

/** A transaction's message begins with the index of the operation that failed: `3:The specified resource does not exist.` */
function readIndex(message: string): number | undefined {
  const digits = /^(\d{1,3}):/.exec(message)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

import type { Attempt, Verdict } from '../decision.ts';
import { retryAfter } from '../verdicts.ts';

/**
 * 401: the key was rotated, or the token has expired meanwhile. A credential that can answer something else is asked once more
 * for each operation.
 */
export function credentialRefused(attempt: Attempt): Verdict | undefined {
  const { outcome, retry, credentialRenewable } = attempt;
  if (outcome.kind !== 'response' || outcome.status.code !== 401) return undefined;
  if (!credentialRenewable || retry.credentialRenewed) return undefined;
  return retryAfter(attempt, 0, { context: 'retry', credentialRenewed: true });
}

import { defaults } from '../options/defaults.ts';
import { withJitter } from '../retry/backoff.ts';
import type { AccessToken } from './credential.ts';

/** When what is to be done about a token, in milliseconds since 1970. */
export interface TokenTimes {
  /** From when on a new one is asked for, while this one is still used. */
  readonly refreshAtMs: number;
  /** From when on this one is used no more. */
  readonly unusableAtMs: number;
}

/**
 * The times of a token: as its issuer says, else five minutes before it expires, or half of its life if that is shorter, give
 * or take a quarter, so that many processes do not renew at once. Never within half a minute of `nowMs`: issuers answer the same
 * token until it is nearly over.
 *
 * @param random  From 0 to just below 1.
 */
export function tokenTimes(token: AccessToken, nowMs: number, random: number): TokenTimes {
  const { expiresOnTimestamp, refreshAfterTimestamp } = token;
  const { refreshLeadMs, minRefreshIntervalMs, expiryMarginMs } = defaults.accessToken;
  const leadMs = Math.min(withJitter(refreshLeadMs, random), (expiresOnTimestamp - nowMs) / 2);
  return {
    refreshAtMs: Math.max(refreshAfterTimestamp ?? expiresOnTimestamp - leadMs, nowMs + minRefreshIntervalMs),
    unusableAtMs: expiresOnTimestamp - expiryMarginMs,
  };
}

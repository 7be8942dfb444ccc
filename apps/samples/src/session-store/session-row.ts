import type { SessionData } from 'express-session';

/** A session as a row keeps it, beside its keys. */
export interface SessionRow {
  /** The session, cookie and all, as JSON: at most 32 K characters, which is what the service takes as one text. */
  readonly session: string;
  /** From when on nobody can use it any more: what the purge goes by. */
  readonly expiresAt: Date;
}

/**
 * Writes a session as a row.
 *
 * @param idleTimeoutMs  How long a session lives without being used whose cookie ends with the browser.
 */
export function toSessionRow(session: SessionData, nowMs: number, idleTimeoutMs: number): SessionRow {
  return { session: JSON.stringify(session), expiresAt: expiryOf(session, nowMs, idleTimeoutMs) };
}

/** Reads a session; `undefined` when its time is over, whether it was purged yet or not. */
export function readSessionRow({ session, expiresAt }: SessionRow, nowMs: number): SessionData | undefined {
  return expiresAt.getTime() > nowMs ? (JSON.parse(session) as SessionData) : undefined;
}

/** When a session ends that is used now: as its cookie does, which express-session has put off already. */
export function expiryOf({ cookie }: Pick<SessionData, 'cookie'>, nowMs: number, idleTimeoutMs: number): Date {
  return cookie?.expires == null ? new Date(nowMs + idleTimeoutMs) : new Date(cookie.expires);
}

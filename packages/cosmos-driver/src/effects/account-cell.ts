/**
 * What one driver knows about its account, and the only thing that changes it.
 *
 * 1. Routing state and sessions are values; they change only here, by replacement, between attempts.
 * 2. The account is read again only when an attempt asks for it, at most once per interval and once at a time. The interval
 *    begins before the read; a read that fails gives it back.
 * 3. A read replaces the topology only when it succeeded: an old topology is better than none.
 */
import { defaults } from '../options/defaults.ts';
import type { RoutingEffect } from '../retry/decision.ts';
import type { AccountTopology } from '../routing/account-topology.ts';
import { initialRoutingState, markUnavailable, type RoutingState, replaceTopology } from '../routing/routing-state.ts';
import {
  captureSessionToken,
  emptySessionMap,
  type SessionContainer,
  type SessionMap,
} from '../session/session-map.ts';

/** The changing part of a driver. */
export interface AccountCell {
  /** Where requests can go now. */
  routing(): RoutingState;
  /** How long marks are in force, in milliseconds. */
  readonly unavailabilityTtlMs: number;
  /** What the session has seen so far. */
  sessions(): SessionMap;
  /** Notes what a response has seen. */
  captureSession(container: SessionContainer, token: string): void;
  /** Applies what an attempt has taught. Resolves when the account was read again, if that was asked for. */
  apply(effects: readonly RoutingEffect[]): Promise<void>;
}

/** What a cell is made of. */
export interface AccountCellOptions {
  readonly topology: AccountTopology;
  readonly unavailabilityTtlMs: number;
  readonly nowMs: () => number;
  /** Reads the account. (default: the account is never read again) */
  readonly readTopology?: () => Promise<AccountTopology>;
  /** Tells of a read that failed. */
  readonly warn: (message: string) => void;
}

/** Makes the cell of a driver. */
export function createAccountCell(options: AccountCellOptions): AccountCell {
  const { nowMs, readTopology, unavailabilityTtlMs, warn } = options;
  let routing = initialRoutingState(options.topology);
  let sessions = emptySessionMap;
  let refreshing: Promise<void> | undefined;
  let refreshedAtMs = Number.NEGATIVE_INFINITY;

  function refresh(): Promise<void> {
    if (refreshing !== undefined) return refreshing;
    if (readTopology === undefined || nowMs() - refreshedAtMs < defaults.accountRefreshIntervalMs)
      return Promise.resolve();
    const before = refreshedAtMs;
    refreshedAtMs = nowMs();
    refreshing = readTopology()
      .then(
        (topology) => {
          routing = replaceTopology(routing, topology);
        },
        (error) => {
          refreshedAtMs = before;
          warn(`The account could not be read again, its regions stay as they were: ${String(error)}`);
        },
      )
      .finally(() => {
        refreshing = undefined;
      });
    return refreshing;
  }

  return {
    routing: () => routing,
    unavailabilityTtlMs,
    sessions: () => sessions,
    captureSession(container, token) {
      sessions = captureSessionToken(sessions, container, token);
    },
    async apply(effects) {
      for (const effect of effects) {
        if (effect.kind === 'mark-unavailable') {
          const mark = { reason: effect.reason, sinceMs: nowMs() };
          routing = markUnavailable(routing, effect.url, mark, unavailabilityTtlMs);
        } else {
          await refresh();
        }
      }
    },
  };
}

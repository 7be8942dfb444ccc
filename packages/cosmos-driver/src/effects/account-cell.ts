/**
 * What one driver knows about its account, and the only thing that changes it.
 *
 * 1. Routing state and sessions are values; they change only here, by replacement, between attempts.
 * 2. The account is read again when an attempt asks for it, at most once per interval, and when upkeep says so; always once
 *    at a time. The interval begins before the read; a read that fails gives it back.
 * 3. A read replaces the topology only when it succeeded: an old topology is better than none.
 * 4. Nobody waits until a partition is found out: what was learned about it is noted when it is known.
 */
import { defaults } from '../options/defaults.ts';
import type { PartitionFailoverSettings } from '../options/partition-failover-options.ts';
import { learnPartition } from '../partition-routing/learn-partition.ts';
import type { PartitionEffect } from '../partition-routing/partition-effect.ts';
import type { AccountTopology } from '../routing/account-topology.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';
import { initialRoutingState, markUnavailable, type RoutingState, replaceTopology } from '../routing/routing-state.ts';
import {
  captureSessionToken,
  emptySessionMap,
  type SessionContainer,
  type SessionMap,
} from '../session/session-map.ts';
import type { PartitionOfEffects } from './partition-finder.ts';

/** The changing part of a driver. */
export interface AccountCell {
  /** Where requests can go now. */
  routing(): RoutingState;
  /** Replaces what is known about where requests can go. */
  changeRouting(change: (state: RoutingState) => RoutingState): void;
  /** What the session has seen so far. */
  sessions(): SessionMap;
  /** Notes what a response has seen. */
  captureSession(container: SessionContainer, token: string): void;
  /** Replaces what the session has seen. */
  changeSessions(change: (sessions: SessionMap) => SessionMap): void;
  /**
   * Applies what an attempt has taught. Resolves when the account was read again, if that was asked for.
   *
   * @param whose  The partition that effects on partitions are about.
   */
  apply(effects: readonly RoutingEffect[], whose?: PartitionOfEffects): Promise<void>;
  /** Reads the account again, however short ago that was done. Never rejects. */
  refresh(): Promise<void>;
}

/** What a cell is made of. */
export interface AccountCellOptions {
  readonly topology: AccountTopology;
  /** How long marks are in force at least, in milliseconds; `0` puts none. */
  readonly unavailabilityTtlMs: number;
  /** When partitions are led away. */
  readonly partitionFailover: PartitionFailoverSettings;
  readonly nowMs: () => number;
  /** Reads the account. (default: the account is never read again) */
  readonly readTopology?: () => Promise<AccountTopology>;
  /** Tells of a read that failed. */
  readonly warn: (message: string) => void;
  /** Told after every change of where requests can go. */
  readonly onRoutingChange?: () => void;
}

/** Makes the cell of a driver. */
export function createAccountCell(options: AccountCellOptions): AccountCell {
  const { partitionFailover, nowMs, readTopology, unavailabilityTtlMs, warn } = options;
  let routing = initialRoutingState(options.topology);
  let sessions = emptySessionMap;
  let refreshing: Promise<void> | undefined;
  let refreshedAtMs = Number.NEGATIVE_INFINITY;

  function changeRouting(change: (state: RoutingState) => RoutingState): void {
    const next = change(routing);
    if (next === routing) return;
    routing = next;
    options.onRoutingChange?.();
  }

  function refresh(): Promise<void> {
    if (refreshing !== undefined) return refreshing;
    if (readTopology === undefined) return Promise.resolve();
    const before = refreshedAtMs;
    refreshedAtMs = nowMs();
    refreshing = readTopology()
      .then(
        (topology) => changeRouting((state) => replaceTopology(state, topology)),
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

  function note(partition: string, effect: PartitionEffect): void {
    changeRouting((state) => learnPartition(state, partition, effect, nowMs(), partitionFailover));
  }

  function learn(effect: PartitionEffect, whose: PartitionOfEffects | undefined): void {
    const known = whose?.partition;
    if (known !== undefined) note(known, effect);
    // Also when an answer has named it: what is noted helps operations only once it is known which partition is theirs.
    void whose?.find().then((partition) => {
      if (known === undefined && partition !== undefined) note(partition, effect);
    });
  }

  return {
    routing: () => routing,
    changeRouting,
    sessions: () => sessions,
    captureSession(container, token) {
      sessions = captureSessionToken(sessions, container, token);
    },
    changeSessions(change) {
      sessions = change(sessions);
    },
    refresh,
    async apply(effects, whose) {
      for (const effect of effects) {
        switch (effect.kind) {
          case 'mark-unavailable': {
            if (unavailabilityTtlMs === 0) break;
            const mark = { reason: effect.reason, sinceMs: nowMs() };
            changeRouting((state) => markUnavailable(state, effect.url, mark));
            break;
          }
          case 'refresh-account':
            if (refreshing !== undefined || nowMs() - refreshedAtMs >= defaults.accountRefreshIntervalMs)
              await refresh();
            break;
          case 'refresh-partitions':
            void whose?.refresh();
            break;
          default:
            learn(effect, whose);
        }
      }
    },
  };
}

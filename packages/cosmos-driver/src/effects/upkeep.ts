/**
 * What a driver does without being asked: it reads the account now and then, probes endpoints that failed, and lets partitions
 * back. `planUpkeep` says what is to be done when.
 *
 * 1. One timer, which keeps no process alive. It is set to whatever is due next, and set anew when that changes.
 * 2. An endpoint is probed once at a time. A mark that was put meanwhile wins over what a probe found.
 * 3. After `stop` nothing more is begun.
 */

import type { PartitionFailoverSettings } from '../options/partition-failover-options.ts';
import { sweepDetours } from '../partition-routing/sweep-detours.ts';
import { type MarkedEndpoint, planUpkeep, type UpkeepIntervals } from '../routing/plan-upkeep.ts';
import { replaceMark } from '../routing/routing-state.ts';
import type { AccountCell } from './account-cell.ts';
import type { Clock } from './clock.ts';

/** The upkeep of a driver. */
export interface Upkeep {
  /** Sets the timer anew, because something may be due earlier. */
  reschedule(): void;
  /** Ends it. */
  stop(): void;
}

/** What upkeep works with. */
export interface UpkeepOptions {
  readonly account: AccountCell;
  readonly clock: Clock;
  /** A random number from 0 to just below 1. */
  readonly random: () => number;
  readonly intervals: UpkeepIntervals;
  readonly partitionFailover: PartitionFailoverSettings;
  /** Whether an endpoint answers, whatever it answers. Never rejects. */
  readonly probe: (url: string) => Promise<boolean>;
}

/** Begins the upkeep of a driver that has just read its account. */
export function startUpkeep({ account, clock, random, intervals, partitionFailover, probe }: UpkeepOptions): Upkeep {
  const probing = new Set<string>();
  let refreshedAtMs = clock.nowMs();
  let sweptAtMs = refreshedAtMs;
  let timer: { readonly atMs: number; readonly cancel: () => void } | undefined;
  let stopped = false;

  const plan = () => planUpkeep(account.routing(), { refreshedAtMs, sweptAtMs, probing }, intervals, clock.nowMs());

  function reschedule(): void {
    if (stopped) return;
    const { probes, refreshes, sweeps, nextAtMs } = plan();
    const nowMs = clock.nowMs();
    const atMs = refreshes || sweeps || probes.length > 0 ? nowMs : nextAtMs;
    if (timer?.atMs === atMs) return;
    timer?.cancel();
    timer = { atMs, cancel: clock.startTimer(Math.max(0, atMs - nowMs), work, { isBackground: true }) };
  }

  function work(): void {
    timer = undefined;
    const nowMs = clock.nowMs();
    const { refreshes, sweeps, probes } = plan();
    if (refreshes) {
      refreshedAtMs = nowMs;
      void account.refresh();
    }
    if (sweeps) {
      sweptAtMs = nowMs;
      account.changeRouting((state) => sweepDetours(state, nowMs, partitionFailover, random));
    }
    for (const marked of probes) void probeEndpoint(marked);
    reschedule();
  }

  async function probeEndpoint({ url, mark }: MarkedEndpoint): Promise<void> {
    probing.add(url);
    const isReachable = await probe(url);
    probing.delete(url);
    const newest = isReachable ? undefined : { ...mark, sinceMs: clock.nowMs() };
    account.changeRouting((state) => replaceMark(state, url, mark, newest));
    reschedule();
  }

  reschedule();
  return {
    reschedule,
    stop() {
      stopped = true;
      timer?.cancel();
      timer = undefined;
    },
  };
}

/**
 * Looks now and then at how busy process and machine are; shared by the drivers of a runtime.
 *
 * 1. It looks only while somebody watches, the first time at once. The timer keeps no process alive.
 * 2. The samples are one array, replaced with each look: diagnostics keep the one that was current, and cost nothing more.
 */
import { type SystemReading, type SystemUsage, systemUsage } from '../diagnostics/system-usage.ts';
import { defaults } from '../options/defaults.ts';
import type { Clock } from './clock.ts';

/** The monitor of a runtime. */
export interface SystemMonitor {
  /** Begins to watch. @returns What ends it; more calls do nothing. */
  watch(): () => void;
  /** The newest samples, the oldest of them first; empty when nobody has watched, or there is nothing to look at. */
  samples(): readonly SystemUsage[];
}

const nothing: readonly SystemUsage[] = Object.freeze([]);

/** @param readSystem  Looks once; `undefined` where JavaScript cannot. */
export function createSystemMonitor(
  readSystem: (() => SystemReading) | undefined,
  clock: Pick<Clock, 'startTimer'>,
  intervalMs: number,
): SystemMonitor {
  const watchers = new Set<() => void>();
  let samples = nothing;
  let before: SystemReading | undefined;
  let cancel: (() => void) | undefined;

  function look(read: () => SystemReading): void {
    const reading = read();
    samples = Object.freeze([...samples, systemUsage(reading, before)].slice(-defaults.systemUsageSamples));
    before = reading;
    cancel = clock.startTimer(intervalMs, () => look(read), { isBackground: true });
  }

  return {
    watch() {
      const unwatch = (): void => {
        if (watchers.delete(unwatch) && watchers.size === 0) cancel?.();
      };
      watchers.add(unwatch);
      if (watchers.size === 1 && readSystem !== undefined) look(readSystem);
      return unwatch;
    },
    samples: () => samples,
  };
}

/** How busy the process and its machine were, at one moment: a slow answer may be ours. */
export interface SystemUsage {
  /** When it was looked at, in milliseconds since 1970. */
  readonly takenAtMs: number;
  /** Time of one processor that the process used since it was looked at before, in percent; more than 100 with several threads. */
  readonly cpuPercent: number;
  /** Share of that time in which the event loop was busy, in percent: near 100, answers wait to be read. */
  readonly eventLoopPercent: number;
  /** Processes of the machine that ran or waited to run, on average over a minute; `0` on Windows. */
  readonly loadAverage: number;
  /** Processors that the process may use. */
  readonly processorCount: number;
  /** Memory the process holds, in bytes. */
  readonly residentBytes: number;
  /** Memory of it that JavaScript objects use, in bytes. */
  readonly heapUsedBytes: number;
  /** Memory of the machine that nobody uses, in bytes. */
  readonly freeMemoryBytes: number;
}

/** What can be read at one moment; times count from when the process began. */
export interface SystemReading
  extends Pick<
    SystemUsage,
    'takenAtMs' | 'loadAverage' | 'processorCount' | 'residentBytes' | 'heapUsedBytes' | 'freeMemoryBytes'
  > {
  readonly uptimeMs: number;
  readonly cpuMs: number;
  readonly eventLoopActiveMs: number;
  readonly eventLoopIdleMs: number;
}

/** @param before  The reading before this one. (default: when the process began) */
export function systemUsage(reading: SystemReading, before?: SystemReading): SystemUsage {
  const { uptimeMs, cpuMs, eventLoopActiveMs, eventLoopIdleMs, ...now } = reading;
  const activeMs = eventLoopActiveMs - (before?.eventLoopActiveMs ?? 0);
  const idleMs = eventLoopIdleMs - (before?.eventLoopIdleMs ?? 0);
  return Object.freeze({
    ...now,
    cpuPercent: percent(cpuMs - (before?.cpuMs ?? 0), uptimeMs - (before?.uptimeMs ?? 0)),
    eventLoopPercent: percent(activeMs, activeMs + idleMs),
  });
}

/** To one digit; `0` of nothing. */
function percent(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 1000) / 10 : 0;
}

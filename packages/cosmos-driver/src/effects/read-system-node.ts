import { availableParallelism, freemem, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { SystemReading } from '../diagnostics/system-usage.ts';

/** Looks at this process and its machine. @see https://nodejs.org/api/process.html#processcpuusagepreviousvalue */
export function readSystemNode(): SystemReading {
  const { user, system } = process.cpuUsage();
  const { active, idle } = performance.eventLoopUtilization();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    takenAtMs: Date.now(),
    uptimeMs: process.uptime() * 1000,
    cpuMs: (user + system) / 1000,
    eventLoopActiveMs: active,
    eventLoopIdleMs: idle,
    loadAverage: loadavg()[0] ?? 0,
    processorCount: availableParallelism(),
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    freeMemoryBytes: freemem(),
  };
}

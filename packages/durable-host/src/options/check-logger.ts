import type { Logger } from '@perdura/durable-core/engine';

/** @throws {TypeError} when `log` lacks a method. */
export function checkLogger(who: string, log: unknown): asserts log is Logger {
  const levels = ['debug', 'info', 'warn', 'error'] as const;
  if (levels.some((level) => typeof (log as Partial<Logger> | null | undefined)?.[level] !== 'function')) {
    throw new TypeError(`${who}: log must have debug(), info(), warn() and error().`);
  }
}

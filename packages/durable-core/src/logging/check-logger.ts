import type { Logger } from './logger.ts';

const levels: readonly (keyof Logger)[] = ['debug', 'info', 'warn', 'error'];

/**
 * Refuses a logger that lacks a level, before something that happens only once cannot be logged.
 *
 * @param what  Whose logger it is, for the message: `openExecution`.
 * @throws {TypeError} naming the levels.
 */
export function checkLogger(what: string, log: Logger | undefined): void {
  if (log === undefined) return;
  if (levels.some((level) => typeof log?.[level] !== 'function')) {
    throw new TypeError(`The log of ${what} has to have debug(), info(), warn() and error().`);
  }
}

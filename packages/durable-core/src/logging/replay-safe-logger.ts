import type { Logger } from './logger.ts';

/** A logger that is silent while `isSilent` answers true. */
export function replaySafeLogger(log: Logger, isSilent: () => boolean): Logger {
  return Object.freeze({
    debug: (message: string, ...data: readonly unknown[]) => {
      if (!isSilent()) log.debug(message, ...data);
    },
    info: (message: string, ...data: readonly unknown[]) => {
      if (!isSilent()) log.info(message, ...data);
    },
    warn: (message: string, ...data: readonly unknown[]) => {
      if (!isSilent()) log.warn(message, ...data);
    },
    error: (message: string, ...data: readonly unknown[]) => {
      if (!isSilent()) log.error(message, ...data);
    },
  });
}

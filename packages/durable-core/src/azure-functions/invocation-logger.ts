import type { Logger } from '../logging/logger.ts';
import type { AzureInvocationContext } from './azure-functions-api.ts';

/** Logs to an invocation, where the Functions host adds the function and the invocation's id. */
export function invocationLogger(context: AzureInvocationContext): Logger {
  return Object.freeze({
    debug: (...said: readonly unknown[]) => context.debug(...said),
    info: (...said: readonly unknown[]) => context.info(...said),
    warn: (...said: readonly unknown[]) => context.warn(...said),
    error: (...said: readonly unknown[]) => context.error(...said),
  });
}

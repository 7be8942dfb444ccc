/**
 * Waits some time, or for ever.
 *
 * @param delayMs  `undefined` waits until a signal ends it.
 * @param signals  End the wait with their reason.
 */
export function wait(delayMs: number | undefined, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = signals.find((signal) => signal?.aborted);
    if (ended !== undefined) {
      reject(ended.reason);
      return;
    }
    const end = (event: Event): void => {
      settle();
      reject((event.target as AbortSignal).reason);
    };
    const timer =
      delayMs === undefined
        ? undefined
        : setTimeout(() => {
            settle();
            resolve();
          }, delayMs);
    const settle = (): void => {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', end);
    };
    for (const signal of signals) signal?.addEventListener('abort', end);
  });
}

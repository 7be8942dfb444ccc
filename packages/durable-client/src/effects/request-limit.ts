import type { Clock } from './clock.ts';

/** One request's share of time. */
export interface RequestLimit {
  /** Aborted when the time is up or the caller's signal is. */
  readonly signal: AbortSignal;
  /** Rejects at that moment, for a `fetch` that does not heed signals; never resolves. */
  readonly over: Promise<never>;
  /** Tells whether it was the time. */
  readonly isTimeUp: () => boolean;
  /** Gives back the timer and the listener. To be called when the request has ended. */
  readonly close: () => void;
}

/** Starts the time of one request, whose caller has not aborted it yet. */
export function startLimit(clock: Clock, timeoutMs: number, caller: AbortSignal | undefined): RequestLimit {
  const controller = new AbortController();
  let timeUp = false;
  const onAbort = () => controller.abort(caller?.reason);
  const cancel =
    timeoutMs === Number.POSITIVE_INFINITY
      ? undefined
      : clock.schedule(() => {
          timeUp = true;
          controller.abort(new DOMException('The time is up.', 'TimeoutError'));
        }, timeoutMs);
  caller?.addEventListener('abort', onAbort, { once: true });
  const { signal } = controller;
  const over = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return {
    signal,
    over,
    isTimeUp: () => timeUp,
    close: () => {
      cancel?.();
      caller?.removeEventListener('abort', onAbort);
    },
  };
}

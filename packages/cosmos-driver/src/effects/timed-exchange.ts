import type { Dispatcher } from 'undici';
import type { NetworkTimings } from '../diagnostics/network-timings.ts';
import type { Clock } from './clock.ts';
import { beginOnConnection, measureConnections } from './undici-connections.ts';

type Handler = Required<
  Pick<
    Dispatcher.DispatchHandler,
    'onRequestStart' | 'onResponseStart' | 'onResponseData' | 'onResponseEnd' | 'onResponseError'
  >
>;

/** An exchange that also fills in how long its parts took. */
export function timedExchange(
  exchange: Handler,
  timings: NetworkTimings,
  { elapsedMs }: Pick<Clock, 'elapsedMs'>,
): Handler {
  measureConnections();
  let lastMs = elapsedMs();
  const lap = (): number => {
    const nowMs = elapsedMs();
    const tookMs = nowMs - lastMs;
    lastMs = nowMs;
    return tookMs;
  };
  return {
    onRequestStart(...args) {
      timings.connectionWaitMs = lap();
      beginOnConnection(timings);
      exchange.onRequestStart(...args);
    },
    onResponseStart(controller, status, ...rest) {
      if (status >= 200) timings.firstByteMs = lap();
      exchange.onResponseStart(controller, status, ...rest);
    },
    onResponseData: (...args) => exchange.onResponseData(...args),
    onResponseEnd(...args) {
      timings.bodyMs = lap();
      exchange.onResponseEnd(...args);
    },
    onResponseError: (...args) => exchange.onResponseError(...args),
  };
}

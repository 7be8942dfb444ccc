import { headerNames } from '@perdura/cosmos-protocol';
import type { Region } from '../account/region.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import type { RequestObserver } from './request-record.ts';
import type { Served } from './served.ts';

/** Tells the observer how a request ended. */
type Tell = (served: Served) => void;

/** Starts to observe a request that has arrived. */
export function observeRequest(
  onRequest: RequestObserver,
  timeMs: number,
  { name: region }: Region,
  { method, path }: WireRequest,
): Tell {
  const startedMs = performance.now();
  return (served) => {
    const response = served.kind === 'response' ? served.response : undefined;
    const { headers = {}, status } = response ?? {};
    const subStatus = Number(headers[headerNames.subStatus] ?? 0);
    const requestCharge = Number(headers[headerNames.requestCharge] ?? 0);
    const durationMs = performance.now() - startedMs;
    try {
      onRequest({ timeMs, region, method, path, status, subStatus, requestCharge, durationMs });
    } catch (error) {
      // Whoever looks on must not break what is looked at.
      process.emitWarning(`onRequest failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  };
}

/** The same outcome, of which the observer is told as soon as it is known. */
export function tellWhenServed(served: Served, tell: Tell): Served {
  switch (served.kind) {
    case 'delayed':
      return { ...served, serve: () => tellWhenServed(served.serve(), tell) };
    case 'pending':
      return { ...served, served: served.served.then((later) => tellWhenServed(later, tell)) };
    default:
      tell(served);
      return served;
  }
}

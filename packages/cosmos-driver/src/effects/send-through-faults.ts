import { loadOnce } from '../load-once.ts';
import type { applyFaults } from './apply-faults.ts';
import type { TransportResponse } from './transport.ts';

const loadFaults = loadOnce(() => import('./apply-faults.ts'));

/** Sends a request through fault rules. How they are applied is loaded with the first such request. @returns Rejects as a transport does. */
export async function sendThroughFaults(...asked: Parameters<typeof applyFaults>): Promise<TransportResponse> {
  return (await loadFaults()).applyFaults(...asked);
}

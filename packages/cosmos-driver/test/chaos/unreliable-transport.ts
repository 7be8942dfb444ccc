import type { Transport, TransportRequest, TransportResponse } from '../../src/effects/transport.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';
import type { Chance } from './chance.ts';

/** A transport that does to requests what a network does, and counts those about items by activity id. */
export interface UnreliableTransport extends Transport {
  /** Whether anything goes wrong. */
  isUnreliable: boolean;
  /** How many requests about items an operation has sent; forgets it. */
  takeCount(activityId: string): number;
}

/**
 * What emulated faults cannot do, as they never happen after a request was carried out: answers that are lost, replaced by a
 * gateway's own, or late. Keeps the time limit of requests by the clock.
 */
export function unreliableTransport(inner: Transport, clock: FakeClock, chance: Chance): UnreliableTransport {
  const counts = new Map<string, number>();

  async function sendBadly(request: TransportRequest): Promise<TransportResponse> {
    if (chance.happens(0.005)) throw connectionError('ECONNREFUSED');
    const response = await inner.send(request);
    if (chance.happens(0.01)) throw connectionError('ECONNRESET');
    if (chance.happens(0.01)) return { status: chance.pick([408, 500, 502, 503]), headers: {}, body: new Uint8Array() };
    if (chance.happens(0.02)) {
      const delayMs = 1 + chance.below(10_000);
      await new Promise<void>((resolve) => void clock.startTimer(delayMs, resolve));
    }
    return response;
  }

  return {
    isUnreliable: true,
    takeCount(activityId) {
      const count = counts.get(activityId) ?? 0;
      counts.delete(activityId);
      return count;
    },
    async send(request) {
      const activityId = request.headers['x-ms-activity-id'] ?? '';
      if (request.url.includes('/docs')) counts.set(activityId, (counts.get(activityId) ?? 0) + 1);
      const giveUp = new AbortController();
      let cancel = (): unknown => undefined;
      const tooLate = new Promise<never>((_, reject) => {
        cancel = clock.startTimer(request.timeoutMs ?? 60_000, () => {
          reject(connectionError('ETIMEDOUT'));
          giveUp.abort();
        });
      });
      const limited = { ...request, signal: giveUp.signal };
      const answer = this.isUnreliable ? sendBadly(limited) : inner.send(limited);
      try {
        return await Promise.race([answer, tooLate]);
      } finally {
        cancel();
      }
    },
  };
}

function connectionError(code: string): Error {
  return Object.assign(new Error(`The network failed with ${code}.`), { code });
}

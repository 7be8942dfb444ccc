import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transport, TransportRequest, TransportResponse } from '../../src/effects/transport.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';
import type { Chance } from './chance.ts';

/** A transport that does to requests what a network does, and counts those about items by who made them. */
export interface UnreliableTransport extends Transport {
  /** Whether anything goes wrong. */
  isUnreliable: boolean;
  /** Does something. @returns What comes of it, which may ask by `sent` how many requests about items were sent for it so far. */
  counting<T>(act: (sent: () => number) => Promise<T>): Promise<T>;
}

/**
 * What emulated faults cannot do, as they never happen after a request was carried out: answers that are lost, replaced by a
 * gateway's own, or late. Keeps the time limit of requests by the clock.
 */
export function unreliableTransport(inner: Transport, clock: FakeClock, chance: Chance): UnreliableTransport {
  const counts = new AsyncLocalStorage<{ sent: number }>();

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
    counting(act) {
      const count = { sent: 0 };
      return counts.run(count, () => act(() => count.sent));
    },
    async send(request) {
      const count = counts.getStore();
      if (count !== undefined && request.url.includes('/docs')) count.sent++;
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

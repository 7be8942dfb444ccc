import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actsUntilMs, isExpired, type LeaseSightings, maxClockSkewMs, noteSightings } from './lease-expiry.ts';

const unseen: LeaseSightings = new Map();
const lease = { id: 'a', etag: '"1"', durationMs: 1000, writtenAtMs: 0 };

describe('a lease', () => {
  it('expires when it has not changed for its duration since it was seen first', () => {
    const seen = noteSightings(unseen, [lease], 500);
    const again = noteSightings(seen, [lease], 1400);
    expect(isExpired(lease, again, { elapsedMs: 1499, nowMs: 0 })).toBe(false);
    expect(isExpired(lease, again, { elapsedMs: 1500, nowMs: 0 })).toBe(true);
  });

  it('is seen anew when it was written', () => {
    const written = { ...lease, etag: '"2"' };
    const seen = noteSightings(noteSightings(unseen, [lease], 0), [written], 900);
    expect(isExpired(written, seen, { elapsedMs: 1899, nowMs: 0 })).toBe(false);
    expect(isExpired(lease, seen, { elapsedMs: 1_000_000, nowMs: 0 })).toBe(false);
  });

  it('has expired for who comes later when it is older than clocks can differ', () => {
    const elapsedMs = 0;
    expect(isExpired(lease, unseen, { elapsedMs, nowMs: 1000 + maxClockSkewMs - 1 })).toBe(false);
    expect(isExpired(lease, unseen, { elapsedMs, nowMs: 1000 + maxClockSkewMs })).toBe(true);
  });

  it('is forgotten when it is there no more', () => {
    expect(noteSightings(noteSightings(unseen, [lease], 0), [], 1).size).toBe(0);
  });

  it('is never acted on by its owner when another may take it, whatever their clocks say, however slow the network', () => {
    const ms = fc.nat(10_000_000);
    // The owner's clock and the other's have nothing in common; the service's is apart from the other's by the skew at most.
    fc.assert(
      fc.property(
        ms,
        ms,
        ms,
        ms,
        fc.nat(3_600_000),
        ms,
        fc.integer({ min: -maxClockSkewMs, max: maxClockSkewMs }),
        (sentAt, onTheWay, untilSeen, otherOffset, durationMs, later, skew) => {
          const writtenAt = sentAt + onTheWay;
          const seenAt = writtenAt + untilSeen;
          const now = seenAt + later;
          const written = { id: 'a', etag: '"1"', durationMs, writtenAtMs: writtenAt };
          const sightings = noteSightings(unseen, [written], seenAt + otherOffset);
          const mayTake = isExpired(written, sightings, { elapsedMs: now + otherOffset, nowMs: now + skew });
          if (mayTake) expect(now).toBeGreaterThanOrEqual(actsUntilMs(sentAt, written));
        },
      ),
    );
  });
});

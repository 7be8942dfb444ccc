import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTurns } from './create-turns.ts';

describe('createTurns', () => {
  it('lets the first rows go at once, and makes the next wait until they are paid off', () => {
    let nowMs = 1_000_000;
    const takeTurn = createTurns(2_000, { now: () => nowMs });
    expect(takeTurn(100)).toBe(0);
    expect(takeTurn(100)).toBe(50);
    nowMs += 100;
    expect(takeTurn(100)).toBe(0);
  });

  it('saves nothing up while nothing goes', () => {
    let nowMs = 0;
    const takeTurn = createTurns(1_000, { now: () => nowMs });
    takeTurn(100);
    nowMs = 3_600_000;
    expect([takeTurn(100), takeTurn(100), takeTurn(100)]).toEqual([0, 100, 200]);
  });

  it('never waits without a limit', () => {
    const takeTurn = createTurns(Number.POSITIVE_INFINITY, { now: () => 7 });
    expect([takeTurn(100), takeTurn(100)]).toEqual([0, 0]);
  });

  it('never lets more rows go than time allows, whoever asks when', () => {
    const request = fc.record({ afterMs: fc.nat(500), rows: fc.integer({ min: 1, max: 100 }) });
    fc.assert(
      fc.property(fc.array(request), fc.integer({ min: 1, max: 5_000 }), (requests, rowsPerSecond) => {
        let nowMs = 0;
        const takeTurn = createTurns(rowsPerSecond, { now: () => nowMs });
        const sent = requests.map(({ afterMs, rows }) => {
          nowMs += afterMs;
          return { rows, atMs: nowMs + takeTurn(rows) };
        });
        for (const [index, { atMs, rows }] of sent.entries()) {
          const next = sent[index + 1];
          if (next !== undefined) expect(next.atMs - atMs).toBeGreaterThanOrEqual((rows * 1000) / rowsPerSecond - 1e-6);
        }
      }),
    );
  });
});

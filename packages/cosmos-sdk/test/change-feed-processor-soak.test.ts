import { describe, expect, it } from '@jest/globals';
import { judgeNotes, readNotes } from './soak/judge-notes.ts';
import { soakProcessors } from './soak/soak-processors.ts';

describe('three instances in three processes, one of which is killed', () => {
  it('handle every change at least once, those of a partition key in their order', async () => {
    const changes = 2000;
    const report = await soakProcessors({
      changes,
      customers: 50,
      partitions: 4,
      workMs: 10,
      leaseExpirationMs: 1000,
      timeoutMs: 50_000,
    });
    expect(report).toMatchObject({ handled: changes, lost: 0, outOfOrder: 0, leases: 5 });
    expect(Object.values(report.byInstance).every((count) => count > 0)).toBe(true);
  });
});

describe('the judge of the soak', () => {
  const expected = new Map([['ada', 3]]);
  const page = (atNs: number, ...sequences: number[]) => ({
    atNs: String(atNs),
    changes: sequences.map((sequence) => ['ada', sequence] as const),
  });

  it('sees what is lost, repeated, and out of order, whichever instance noted it', () => {
    expect(judgeNotes([page(10, 2), page(9, 0, 1), page(11, 1, 2)], expected)).toEqual({
      handled: 3,
      lost: 0,
      repeated: 2,
      outOfOrder: 0,
    });
    expect(judgeNotes([page(1, 0), page(2, 2)], expected)).toMatchObject({ handled: 2, lost: 1, outOfOrder: 1 });
    expect(judgeNotes([page(1, 0, 2, 1)], expected)).toMatchObject({ lost: 0, outOfOrder: 2 });
  });

  it('leaves out a line that was not finished', () => {
    const whole = JSON.stringify(page(1, 0));
    expect(readNotes(`${whole}\n${whole.slice(0, 9)}`)).toEqual([page(1, 0)]);
  });
});

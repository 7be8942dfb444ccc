import { describe, expect, it } from '@jest/globals';
import { virtualClock } from '../../test/fakes/virtual-clock.ts';
import type { DuePlace } from '../store/inbox-table.ts';
import { DueTimer } from './due-timer.ts';

/** An inbox of due times alone; the instance of a message is its due time. */
function hub() {
  const clock = virtualClock(1_000);
  const dueTimes: number[] = [];
  const announced: string[] = [];
  const inbox = {
    dueAfter: (after: DuePlace, untilMs: number, limit: number) =>
      dueTimes
        .map((dueMs, index) => ({ dueMs, sequence: index + 1, instanceId: String(dueMs) }))
        .filter(({ dueMs, sequence }) => dueMs > after.dueMs || (dueMs === after.dueMs && sequence > after.sequence))
        .filter(({ dueMs }) => dueMs <= untilMs)
        .sort((a, b) => a.dueMs - b.dueMs)
        .slice(0, limit),
    nextDue: (afterMs: number) => dueTimes.filter((dueMs) => dueMs > afterMs).sort((a, b) => a - b)[0],
  };
  const room = { places: Number.POSITIVE_INFINITY };
  const timer = new DueTimer(clock, inbox, {
    announce: (instanceId) => announced.push(instanceId),
    hasRoom: () => announced.length < room.places,
  });
  return { clock, dueTimes, announced, room, timer };
}

describe('DueTimer', () => {
  it('announces what is due at the start, and then each message at its time', () => {
    const { clock, dueTimes, announced, timer } = hub();
    dueTimes.push(10, 1_000, 1_500, 9_000);
    timer.sweep();
    expect(announced).toEqual(['10', '1000']);
    expect(clock.dueInMs).toEqual([500]);
    clock.jump();
    expect(announced).toEqual(['10', '1000', '1500']);
    clock.jump();
    expect(announced).toEqual(['10', '1000', '1500', '9000']);
    expect(clock.dueInMs).toEqual([]);
  });

  it('keeps one timer, set to what comes first', () => {
    const { clock, dueTimes, timer } = hub();
    timer.sweep();
    for (const dueMs of [5_000, 3_000, 4_000]) {
      dueTimes.push(dueMs);
      timer.expect(dueMs);
    }
    expect(clock.dueInMs).toEqual([2_000]);
  });

  it('announces a message that is due earlier than what it has announced already', () => {
    const { clock, dueTimes, announced, timer } = hub();
    timer.sweep();
    dueTimes.push(400);
    timer.expect(400);
    clock.jump();
    expect(announced).toEqual(['400']);
  });

  it('reads no further than it is taken, and goes on when there is room', () => {
    const { clock, dueTimes, announced, room, timer } = hub();
    dueTimes.push(...Array.from({ length: 2_500 }, (_, n) => n - 5_000), 5_000);
    room.places = 1;
    timer.sweep();
    expect(announced).toHaveLength(1_000);
    timer.catchUp(false);
    expect(announced).toHaveLength(1_000);
    expect(clock.dueInMs).toEqual([]);
    room.places = 1_001;
    timer.catchUp(false);
    expect(announced).toHaveLength(2_000);
    room.places = Number.POSITIVE_INFINITY;
    timer.catchUp(false);
    expect(announced).toEqual(dueTimes.slice(0, 2_500).map(String));
    expect(clock.dueInMs).toEqual([4_000]);
  });

  it('announces everything once more when something was forgotten, and only then', () => {
    const { dueTimes, announced, timer } = hub();
    dueTimes.push(10, 20);
    timer.sweep();
    timer.catchUp(false);
    expect(announced).toEqual(['10', '20']);
    timer.catchUp(true);
    expect(announced).toEqual(['10', '20', '10', '20']);
  });

  it('lets go of the clock when it is closed, and takes it no more', () => {
    const { clock, dueTimes, timer } = hub();
    dueTimes.push(5_000);
    timer.sweep();
    timer.close();
    expect(clock.dueInMs).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { virtualClock } from '../../test/fakes/virtual-clock.ts';
import { DueTimer } from './due-timer.ts';

/** An inbox of due times alone; the instance of a message is its due time. */
function hub() {
  const clock = virtualClock(1_000);
  const dueTimes: number[] = [];
  const announced: string[] = [];
  const inbox = {
    dueInstances: (afterMs: number, untilMs: number) =>
      dueTimes.filter((dueMs) => dueMs > afterMs && dueMs <= untilMs).map(String),
    nextDue: (afterMs: number) => dueTimes.filter((dueMs) => dueMs > afterMs).sort((a, b) => a - b)[0],
  };
  const timer = new DueTimer(clock, inbox, (instanceId) => announced.push(instanceId));
  return { clock, dueTimes, announced, timer };
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

  it('lets go of the clock when it is stopped', () => {
    const { clock, dueTimes, timer } = hub();
    dueTimes.push(5_000);
    timer.sweep();
    timer.stop();
    expect(clock.dueInMs).toEqual([]);
  });
});

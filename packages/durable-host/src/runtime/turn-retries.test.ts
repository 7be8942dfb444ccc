import { describe, expect, it } from '@jest/globals';
import { virtualClock } from '../../test/fakes/virtual-clock.ts';
import { TurnRetries } from './turn-retries.ts';

function open() {
  const clock = virtualClock();
  const again: string[] = [];
  return { clock, again, retries: new TurnRetries(clock, (id) => again.push(id)) };
}

describe('TurnRetries', () => {
  it('pauses for longer and longer, and tells the first failure from the others', () => {
    const { clock, again, retries } = open();
    expect(retries.fail('a')).toBe(true);
    expect(clock.dueInMs).toEqual([1_000]);
    clock.jump();
    expect(retries.fail('a')).toBe(false);
    expect(clock.dueInMs).toEqual([2_000]);
    expect(again).toEqual(['a']);
  });

  it('has one pause for an instance, which failures meanwhile do not change', () => {
    const { clock, retries } = open();
    for (let failures = 0; failures < 10; failures += 1) retries.fail('a');
    retries.fail('b');
    expect(clock.dueInMs).toEqual([1_000, 1_000]);
    clock.jump();
    retries.fail('a');
    expect(clock.dueInMs).toEqual([0, 2_000]);
  });

  it('begins anew after a turn that was taken', () => {
    const { clock, retries } = open();
    retries.fail('a');
    retries.work('a');
    expect(clock.dueInMs).toEqual([]);
    expect(retries.fail('a')).toBe(true);
    expect(clock.dueInMs).toEqual([1_000]);
  });

  it('leaves no timer behind', () => {
    const { clock, retries } = open();
    retries.fail('a');
    retries.fail('b');
    retries.close();
    expect(clock.dueInMs).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createEventQueue } from '../restate/src/event-queue.ts';

const event = (name: string, input: string) => ({ kind: 'event-raised', timestampMs: 0, name, input }) as const;

describe('createEventQueue', () => {
  it('keeps the events nobody has waited for, in their order', () => {
    const queue = createEventQueue();
    for (const input of ['1', '2', '3']) queue.add(event('deposit', input));
    queue.add(event('close', '4'));
    queue.awaited('Deposit');
    expect(queue.unprocessed().map(({ input }) => input)).toEqual(['2', '3', '4']);
  });

  it('gives an event to a wait that was there before it', () => {
    const queue = createEventQueue();
    queue.awaited('deposit');
    queue.add(event('deposit', '1'));
    expect(queue.unprocessed()).toEqual([]);
  });
});

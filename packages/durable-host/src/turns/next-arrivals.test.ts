import { describe, expect, it } from '@jest/globals';
import type { InstanceStatus } from '../instances/instance.ts';
import type { Arrival, Message } from '../instances/message.ts';
import { nextArrivals } from './next-arrivals.ts';

const messages: Readonly<Record<string, Message>> = {
  event: { kind: 'event-raised', name: 'go', timestampMs: 1 },
  result: { kind: 'task-completed', id: 0, timestampMs: 1 },
  pause: { kind: 'execution-suspended', reason: '', timestampMs: 1 },
  goOn: { kind: 'execution-resumed', reason: '', timestampMs: 1 },
  start: { kind: 'execution-started', name: 'n', timestampMs: 1 },
  stop: { kind: 'execution-terminated', reason: '""', timestampMs: 1 },
};

/** Which of the arrivals are taken, by their names. */
function taken(status: InstanceStatus, names: readonly string[], executionId?: string): readonly string[] {
  const arrivals = names.map((name, sequence): Arrival => {
    const message = messages[name] ?? { kind: 'event-raised', name, timestampMs: 1 };
    return { message, source: { kind: 'inbox', sequence }, ...(executionId !== undefined && { executionId }) };
  });
  const next = nextArrivals(arrivals, { id: 'a', executionId: 'e1', name: 'n', status, createdMs: 1, updatedMs: 1 });
  return next.map((arrival) => names[arrivals.indexOf(arrival)] ?? '');
}

describe('nextArrivals', () => {
  it.each<[string, InstanceStatus, string[], string[]]>([
    ['everything while the instance runs', 'Running', ['event', 'result'], ['event', 'result']],
    ['what came before a pause, without it', 'Running', ['event', 'pause', 'result'], ['event']],
    ['a pause alone', 'Running', ['pause', 'event'], ['pause']],
    ['a needless request to go on alone', 'Pending', ['goOn', 'event'], ['goOn']],
    ['nothing before an instance begins that is to begin later', 'Pending', ['event', 'result'], []],
    ['a pause before it begins', 'Pending', ['event', 'pause'], ['pause']],
    ['a start first, also when events came before it', 'Pending', ['event', 'start'], ['start', 'event']],
    ['a start and what came before a pause', 'Pending', ['event', 'start', 'pause'], ['start', 'event']],
    ['nothing while the instance is suspended', 'Suspended', ['event', 'result'], []],
    ['of a suspended instance what has it go on', 'Suspended', ['event', 'goOn', 'result'], ['goOn']],
    ['everything with a termination, also during a pause', 'Suspended', ['event', 'stop'], ['event', 'stop']],
    ['everything with a termination that came after a pause', 'Running', ['pause', 'stop'], ['pause', 'stop']],
    ['everything that came too late', 'Completed', ['event', 'pause'], ['event', 'pause']],
  ])('takes %s', (_what, status, arrived, expected) => {
    expect(taken(status, arrived)).toEqual(expected);
  });

  it('passes over a termination of another execution', () => {
    expect(taken('Suspended', ['stop'], 'e0')).toEqual([]);
  });
});

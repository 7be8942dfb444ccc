import { describe, expect, it } from '@jest/globals';
import type { HistoryItem } from '../model.ts';
import { describeEvents } from './describe-event.ts';

const item = (kind: string, members: Partial<HistoryItem> = {}): HistoryItem => ({
  position: 0,
  timeMs: 0,
  kind,
  ...members,
});

describe('describeEvents', () => {
  it('names ends after their beginnings', () => {
    const words = describeEvents([
      item('task-scheduled', { id: 0, name: 'pay' }),
      item('event-sent', { id: 1, name: 'op', instanceId: '@stock@main', request: { operation: 'sell' } }),
      item('task-failed', { id: 0 }),
      item('timer-created', { id: 2 }),
      item('event-raised', { name: 'go' }),
      item('execution-completed', { status: 'Failed' }),
      item('SomethingNew'),
    ]);
    expect(words.map(({ title, subject, mood }) => `${title}|${subject}|${mood}`)).toEqual([
      'Activity scheduled|pay|neutral',
      'Message sent|sell to stock@main|neutral',
      'Activity failed|pay|bad',
      'Timer set||neutral',
      'Event raised|go|neutral',
      'Finished|Failed|bad',
      'SomethingNew||neutral',
    ]);
  });

  it('tells answers of entities from events', () => {
    const asked = item('event-sent', {
      id: 1,
      name: 'op',
      instanceId: '@stock@main',
      request: { id: 'r', operation: 'sell' },
    });
    const words = describeEvents([
      item('event-raised', { name: 'r' }),
      asked,
      item('event-awaited', { name: 'r' }),
      item('event-raised', { name: 'r' }),
      item('event-raised', { name: 'r', hasFailed: true }),
    ]);
    expect(words.map(({ title, subject, mood }) => `${title}|${subject}|${mood}`)).toEqual([
      'Event raised|r|neutral',
      'Message sent|sell to stock@main|neutral',
      'Waits for entity|sell to stock@main|neutral',
      'Entity answered|sell to stock@main|good',
      'Entity failed|sell to stock@main|bad',
    ]);
  });
});

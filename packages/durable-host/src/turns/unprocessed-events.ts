import type { EventRaised } from '@perdura/durable-core/engine';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import { readSentRequest } from './sent-request.ts';

/**
 * The raised events no wait has taken, oldest first: what goes on to the next execution.
 *
 * A wait takes one event, and events of one name are taken in the order they came, so these are the last of each name.
 * Names are matched regardless of case. The answers of entities are nobody else's.
 */
export function unprocessedEvents(history: readonly RecordedEvent[]): readonly EventRaised[] {
  const waits = new Map<string, number>();
  const answers = new Set<string>();
  for (const event of history) {
    if (event.kind === 'event-sent') {
      const request = readSentRequest(event);
      if (request !== undefined) answers.add(request.requestId);
    }
    if (event.kind !== 'event-awaited') continue;
    const name = event.name.toLowerCase();
    waits.set(name, (waits.get(name) ?? 0) + 1);
  }
  return history.filter((event): event is EventRaised => {
    if (event.kind !== 'event-raised' || answers.has(event.name)) return false;
    const name = event.name.toLowerCase();
    const left = waits.get(name) ?? 0;
    waits.set(name, left - 1);
    return left <= 0;
  });
}

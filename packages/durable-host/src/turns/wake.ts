import type { HistoryEvent } from '@perdura/durable-core/engine';
import { type ControlMessage, isControl, type Message } from '../instances/message.ts';

/** The events a turn begins with. A timer's event tells when it was noticed, which may be later than it was due. */
export function wake(messages: readonly Message[], nowMs: number): readonly HistoryEvent[] {
  const events = messages
    .filter((message): message is Exclude<Message, ControlMessage> => !isControl(message))
    .map((message) => (message.kind === 'timer-fired' ? { ...message, timestampMs: nowMs } : message));
  return [{ kind: 'orchestrator-started', timestampMs: nowMs }, ...events];
}

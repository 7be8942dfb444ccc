import type { TaskFailure } from '@perdura/durable-core/engine';
import * as z from 'zod/mini';
import { isFailedReply } from '../entities/entity-reply.ts';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import type { HistoryItem } from './model.ts';
import { previewValue } from './preview-value.ts';

type Members = Omit<HistoryItem, 'position' | 'kind' | 'timeMs'>;

/** The messages to entities: calls and signals have an operation, requests for locks and releases have none. */
const requestSchema = z.object({
  id: z.string(),
  op: z.optional(z.string()),
  signal: z.optional(z.boolean()),
});

/**
 * Shows one event to the page.
 *
 * @param maxLength  Values are cut to so many characters.
 */
export function historyItem(position: number, event: RecordedEvent, maxLength: number): HistoryItem {
  const value = <Name extends string>(name: Name, text: string | undefined) =>
    (text === undefined ? {} : { [name]: previewValue(text, maxLength) }) as Members;
  const failure = ({ reason, details }: TaskFailure): Members => ({
    ...value('reason', reason),
    ...value('details', details),
  });
  const members = (): Members => {
    switch (event.kind) {
      case 'execution-started':
      case 'task-scheduled':
        return {
          ...(event.kind === 'task-scheduled' && { id: event.id }),
          name: event.name,
          ...value('input', event.input),
        };
      case 'sub-orchestration-created':
        return { id: event.id, name: event.name, instanceId: event.instanceId, ...value('input', event.input) };
      case 'task-completed':
      case 'sub-orchestration-completed':
        return { id: event.id, ...value('output', event.result) };
      case 'task-failed':
      case 'sub-orchestration-failed':
        return { id: event.id, ...failure(event.failure) };
      case 'timer-created':
        return { id: event.id, fireAtMs: event.fireAtMs };
      case 'timer-fired':
      case 'timer-cancelled':
        return { id: event.id };
      case 'event-awaited':
      case 'other':
        return { name: event.name };
      case 'event-raised':
        return {
          name: event.name,
          ...value('input', event.input),
          ...(isFailedReply(event.input) && { hasFailed: true }),
        };
      case 'event-sent': {
        const { id, name, instanceId, input } = event;
        return { id, name, instanceId, ...value('input', input), ...request(name, input) };
      }
      case 'execution-completed':
        return { status: event.status, ...value('output', event.result) };
      case 'execution-terminated':
        return value('reason', String(JSON.parse(event.reason)));
      case 'execution-suspended':
      case 'execution-resumed':
      case 'execution-rewound':
        return value('reason', event.reason);
      case 'orchestrator-started':
      case 'orchestrator-completed':
        return {};
    }
  };
  return { position, kind: event.kind, timeMs: event.timestampMs, ...members() };
}

function request(name: string, input: string | undefined): Members {
  const message = requestSchema.safeParse(input === undefined ? undefined : JSON.parse(input));
  if (!message.success || name === 'release') return {};
  const { id, op = 'lock', signal } = message.data;
  return { request: { ...(signal !== true && { id }), operation: op } };
}

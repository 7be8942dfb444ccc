import { DurableError } from '../errors/durable-error.ts';
import type { TaskFailure } from '../history/failure.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import type { JsonText } from '../history/json-text.ts';
import { decodeFailureDetails } from '../history/wire-failure-details.ts';
import { eventTypeName, eventTypes } from './event-type.ts';
import { readQuotedFailure } from './quoted-failure.ts';
import { parseTimestamp } from './timestamp.ts';
import { isPlainEvent, type WireHistoryEvent, wireHistoryEventSchema } from './wire-history-event.ts';

/**
 * Reads one event of a trigger payload's history. Kinds the engine does not act on become `other`.
 *
 * @param index  Its place in the history, for messages. (default `0`)
 * @throws {DurableError} `malformed-payload`, naming the place and the member.
 */
export function decodeHistoryEvent(value: unknown, index = 0): HistoryEvent {
  const wire = isPlainEvent(value) ? value : checkEvent(value, index);
  const event = readEvent(wire, timeOf(wire.Timestamp, index, 'Timestamp'), index);
  return wire.IsPlayed === true ? { ...event, isPlayed: true } : event;
}

/** Long histories are made of turns and of what is scheduled and completed in them: these are read without a temporary object. */
function readEvent(wire: WireHistoryEvent, timestampMs: number, index: number): HistoryEvent {
  switch (wire.EventType) {
    case eventTypes.OrchestratorStarted:
      return { kind: 'orchestrator-started', timestampMs };
    case eventTypes.OrchestratorCompleted:
      return { kind: 'orchestrator-completed', timestampMs };
    case eventTypes.ExecutionStarted: {
      const parentInstanceId = wire.ParentInstance?.OrchestrationInstance?.InstanceId;
      return {
        kind: 'execution-started',
        timestampMs,
        name: wire.Name ?? '',
        ...optional('version', wire.Version),
        ...optional('input', wire.Input),
        ...optional('parentInstanceId', parentInstanceId),
      };
    }
    case eventTypes.TaskScheduled: {
      const id = idOf(wire, 'EventId', index);
      const name = nameOf(wire, index);
      const input = onlyElement(wire.Input);
      return input === undefined || input === ''
        ? { kind: 'task-scheduled', timestampMs, id, name }
        : { kind: 'task-scheduled', timestampMs, id, name, input };
    }
    case eventTypes.TaskCompleted:
    case eventTypes.SubOrchestrationInstanceCompleted: {
      const kind = wire.EventType === eventTypes.TaskCompleted ? 'task-completed' : 'sub-orchestration-completed';
      const id = idOf(wire, 'TaskScheduledId', index);
      return wire.Result == null ? { kind, timestampMs, id } : { kind, timestampMs, id, result: wire.Result };
    }
    case eventTypes.TaskFailed:
    case eventTypes.SubOrchestrationInstanceFailed:
      return {
        kind: wire.EventType === eventTypes.TaskFailed ? 'task-failed' : 'sub-orchestration-failed',
        timestampMs,
        id: idOf(wire, 'TaskScheduledId', index),
        failure: failureOf(wire),
      };
    case eventTypes.SubOrchestrationInstanceCreated:
      return {
        kind: 'sub-orchestration-created',
        timestampMs,
        id: idOf(wire, 'EventId', index),
        name: nameOf(wire, index),
        instanceId: wire.InstanceId ?? '',
        ...optional('input', wire.Input),
        ...optional('version', wire.Version),
      };
    case eventTypes.TimerCreated: {
      const id = idOf(wire, 'EventId', index);
      return { kind: 'timer-created', timestampMs, id, fireAtMs: timeOf(wire.FireAt, index, 'FireAt') };
    }
    case eventTypes.TimerFired:
      return { kind: 'timer-fired', timestampMs, id: idOf(wire, 'TimerId', index) };
    case eventTypes.EventSent:
      return {
        kind: 'event-sent',
        timestampMs,
        id: idOf(wire, 'EventId', index),
        instanceId: wire.InstanceId ?? '',
        name: wire.Name ?? '',
        ...optional('input', wire.Input),
      };
    case eventTypes.EventRaised:
      return { kind: 'event-raised', timestampMs, name: nameOf(wire, index), ...optional('input', wire.Input) };
    default:
      return { kind: 'other', timestampMs, name: eventTypeName(wire.EventType) };
  }
}

function checkEvent(value: unknown, index: number): WireHistoryEvent {
  const eventType = (value as { EventType?: unknown } | null | undefined)?.EventType;
  const checked = wireHistoryEventSchema(eventType).safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw malformed(index, issue?.path.join('.') ?? '', issue?.message ?? 'is no event');
}

function idOf(wire: WireHistoryEvent, member: 'EventId' | 'TaskScheduledId' | 'TimerId', index: number): number {
  const id = wire[member];
  if (id === undefined || id < 0) throw malformed(index, member, 'is not a sequence id');
  return id;
}

function nameOf({ Name }: WireHistoryEvent, index: number): string {
  if (Name == null) throw malformed(index, 'Name', 'is missing');
  return Name;
}

function failureOf({ Reason, Details, FailureDetails }: WireHistoryEvent): TaskFailure {
  const reason = Reason ?? '';
  const failureDetails = FailureDetails == null ? readQuotedFailure(reason) : decodeFailureDetails(FailureDetails);
  return { reason, ...optional('details', Details), ...(failureDetails && { failureDetails }) };
}

/** An activity's input travels as a list of one; what stands between the brackets is its JSON text. */
function onlyElement(input: string | null | undefined): JsonText | undefined {
  return input?.startsWith('[') && input.endsWith(']') ? input.slice(1, -1) : undefined;
}

function timeOf(text: string | null | undefined, index: number, member: string): number {
  const timeMs = parseTimestamp(text ?? '');
  if (Number.isNaN(timeMs)) throw malformed(index, member, `is not a date: ${JSON.stringify(text)}`);
  return timeMs;
}

/** A member that is there only when its text is; the wire writes null or an empty text for nothing. */
function optional<K extends string>(name: K, text: string | null | undefined): { [P in K]?: string } {
  return text == null || text === '' ? {} : ({ [name]: text } as { [P in K]: string });
}

function malformed(index: number, member: string, problem: string): DurableError {
  const place = member === '' ? `history[${index}]` : `history[${index}].${member}`;
  return new DurableError('malformed-payload', `The trigger payload cannot be read: ${place}: ${problem}.`);
}

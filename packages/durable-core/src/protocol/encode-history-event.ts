import type { HistoryEvent } from '../history/history-event.ts';
import { encodeFailureDetails } from '../history/wire-failure-details.ts';
import { eventTypes } from './event-type.ts';
import { formatTimestamp } from './timestamp.ts';
import type { WireHistoryEvent } from './wire-history-event.ts';

/** Writes an event as the extension does, for hosts that serve workers or show history. `undefined` for kind `other`. */
export function encodeHistoryEvent(event: HistoryEvent): WireHistoryEvent | undefined {
  const common = { EventId: -1, IsPlayed: event.isPlayed === true, Timestamp: formatTimestamp(event.timestampMs) };
  switch (event.kind) {
    case 'orchestrator-started':
      return { EventType: eventTypes.OrchestratorStarted, ...common };
    case 'orchestrator-completed':
      return { EventType: eventTypes.OrchestratorCompleted, ...common };
    case 'execution-started': {
      const { name, version = '', input = null, parentInstanceId } = event;
      const ParentInstance =
        parentInstanceId === undefined ? null : { OrchestrationInstance: { InstanceId: parentInstanceId } };
      return {
        EventType: eventTypes.ExecutionStarted,
        ...common,
        Name: name,
        Version: version,
        Input: input,
        ParentInstance,
      };
    }
    case 'task-scheduled': {
      const Input = event.input === undefined ? null : `[${event.input}]`;
      return { EventType: eventTypes.TaskScheduled, ...common, EventId: event.id, Name: event.name, Input };
    }
    case 'task-completed':
      return {
        EventType: eventTypes.TaskCompleted,
        ...common,
        TaskScheduledId: event.id,
        Result: event.result ?? null,
      };
    case 'sub-orchestration-completed':
      return {
        EventType: eventTypes.SubOrchestrationInstanceCompleted,
        ...common,
        TaskScheduledId: event.id,
        Result: event.result ?? null,
      };
    case 'task-failed':
    case 'sub-orchestration-failed': {
      const { reason, details = null, failureDetails } = event.failure;
      return {
        EventType: event.kind === 'task-failed' ? eventTypes.TaskFailed : eventTypes.SubOrchestrationInstanceFailed,
        ...common,
        TaskScheduledId: event.id,
        Reason: reason,
        Details: details,
        FailureDetails: failureDetails === undefined ? null : encodeFailureDetails(failureDetails),
      };
    }
    case 'sub-orchestration-created': {
      const { id, name, instanceId, version = '', input = null } = event;
      return {
        EventType: eventTypes.SubOrchestrationInstanceCreated,
        ...common,
        EventId: id,
        Name: name,
        InstanceId: instanceId,
        Version: version,
        Input: input,
      };
    }
    case 'timer-created':
      return {
        EventType: eventTypes.TimerCreated,
        ...common,
        EventId: event.id,
        FireAt: formatTimestamp(event.fireAtMs),
      };
    case 'timer-fired':
      return { EventType: eventTypes.TimerFired, ...common, TimerId: event.id };
    case 'event-sent': {
      const { id, instanceId, name, input = null } = event;
      return {
        EventType: eventTypes.EventSent,
        ...common,
        EventId: id,
        InstanceId: instanceId,
        Name: name,
        Input: input,
      };
    }
    case 'event-raised':
      return { EventType: eventTypes.EventRaised, ...common, Name: event.name, Input: event.input ?? null };
    case 'other':
      return undefined;
  }
}

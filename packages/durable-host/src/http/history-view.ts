import type { JsonText, TaskFailure } from '@perdura/durable-core/engine';
import type { RecordedEvent } from '../instances/recorded-event.ts';

/** One element of `historyEvents`. */
export type HistoryLine = Readonly<Record<string, unknown>>;

/** What of the values to show. */
export interface HistoryViewOptions {
  /** Show what activities and the orchestration returned. */
  readonly showHistoryOutput: boolean;
  /** Show what they were given. */
  readonly showInput: boolean;
}

/** The events that schedule work, by what is merged into them when it ends. */
type Scheduled = Extract<RecordedEvent, { kind: 'task-scheduled' | 'sub-orchestration-created' }>;

/**
 * History as the status query shows it: what was scheduled is merged into its completion, or stays while unfinished;
 * the marks of turns and the sequence ids are left out; values are parsed.
 */
export function viewHistory(history: readonly RecordedEvent[], options: HistoryViewOptions): readonly HistoryLine[] {
  const { showHistoryOutput, showInput } = options;
  const scheduled = new Map<number, Scheduled>();
  const ended = new Set<number>();
  for (const event of history) {
    if (event.kind === 'task-scheduled' || event.kind === 'sub-orchestration-created') scheduled.set(event.id, event);
    else if (isEnd(event)) ended.add(event.id);
  }
  const input = (text: JsonText | undefined) => showInput && text !== undefined && { Input: parse(text) };
  const result = (text: JsonText | undefined) =>
    showHistoryOutput && { Result: text === undefined ? null : parse(text) };
  const line = (type: string, event: RecordedEvent, members: HistoryLine): readonly HistoryLine[] => [
    { EventType: type, Timestamp: new Date(event.timestampMs).toISOString(), ...members },
  ];
  const begun = (id: number): HistoryLine => {
    const begin = scheduled.get(id);
    if (begin === undefined) return {};
    const ScheduledTime = new Date(begin.timestampMs).toISOString();
    return { ScheduledTime, FunctionName: begin.name, ...input(begin.input) };
  };
  return history.flatMap((event) => {
    switch (event.kind) {
      case 'execution-started':
        return line('ExecutionStarted', event, { FunctionName: event.name, ...input(event.input) });
      case 'task-scheduled':
        return ended.has(event.id) ? [] : line('TaskScheduled', event, { Name: event.name, ...input(event.input) });
      case 'task-completed':
        return line('TaskCompleted', event, { ...begun(event.id), ...result(event.result) });
      case 'task-failed':
        return line('TaskFailed', event, { ...begun(event.id), ...failureOf(event.failure) });
      case 'sub-orchestration-created': {
        const { id, instanceId: InstanceId, name: Name } = event;
        if (ended.has(id)) return [];
        return line('SubOrchestrationInstanceCreated', event, { Name, InstanceId, ...input(event.input) });
      }
      case 'sub-orchestration-completed':
        return line('SubOrchestrationInstanceCompleted', event, { ...begun(event.id), ...result(event.result) });
      case 'sub-orchestration-failed':
        return line('SubOrchestrationInstanceFailed', event, { ...begun(event.id), ...failureOf(event.failure) });
      case 'timer-created':
        return line('TimerCreated', event, { FireAt: new Date(event.fireAtMs).toISOString() });
      case 'timer-fired':
        return line('TimerFired', event, {});
      case 'event-raised':
        return line('EventRaised', event, { Name: event.name, ...input(event.input) });
      case 'event-sent':
        return line('EventSent', event, { Name: event.name, InstanceId: event.instanceId, ...input(event.input) });
      case 'execution-completed':
        return line('ExecutionCompleted', event, { OrchestrationStatus: event.status, ...result(event.result) });
      case 'execution-terminated':
        return line('ExecutionTerminated', event, { Input: parse(event.reason) });
      case 'execution-suspended':
        return line('ExecutionSuspended', event, { Reason: event.reason });
      case 'execution-resumed':
        return line('ExecutionResumed', event, { Reason: event.reason });
      case 'execution-rewound':
        return line('ExecutionRewound', event, { Reason: event.reason });
      case 'other':
        return line(event.name, event, {});
      case 'event-awaited':
      case 'timer-cancelled':
      case 'orchestrator-started':
      case 'orchestrator-completed':
        return [];
    }
    return [];
  });
}

function isEnd(
  event: RecordedEvent,
): event is Extract<
  RecordedEvent,
  { kind: 'task-completed' | 'task-failed' | 'sub-orchestration-completed' | 'sub-orchestration-failed' }
> {
  return (
    event.kind === 'task-completed' ||
    event.kind === 'task-failed' ||
    event.kind === 'sub-orchestration-completed' ||
    event.kind === 'sub-orchestration-failed'
  );
}

function failureOf({ reason, details }: TaskFailure): HistoryLine {
  return { Reason: reason, ...(details !== undefined && { Details: details }) };
}

function parse(text: JsonText): unknown {
  return JSON.parse(text);
}

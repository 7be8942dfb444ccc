/** A trigger payload as the host has parsed it. */
export interface Payload {
  readonly history: readonly Record<string, unknown>[];
  readonly [member: string]: unknown;
}

const startMs = Date.UTC(2024, 0, 1);

/** A history of activities, each begun when the one before has ended: four events for each. */
export function sequence(count: number): Payload {
  const history = begin();
  for (let id = 0; id < count; id++) {
    history.push(scheduled(id), turnEnds(id), turnBegins(id + 1), completed(id, id + 1));
  }
  return payload(history);
}

/** A history of activities that are begun at once and end one by one, each in a turn of its own, in their order. */
export function fanOut(count: number): Payload {
  const history = begin();
  for (let id = 0; id < count; id++) history.push(scheduled(id));
  history.push(turnEnds(0));
  for (let id = 0; id < count; id++) history.push(turnBegins(id + 1), completed(id, id + 1), turnEnds(id + 1));
  return payload(history);
}

/** A history of one turn, to which events have come before anybody waited. */
export function bufferedEvents(count: number): Payload {
  const history = begin();
  for (let number = 0; number < count; number++) {
    history.push({ EventType: 15, EventId: -1, Name: 'go', Input: String(number), IsPlayed: false, Timestamp: at(0) });
  }
  return payload(history);
}

function begin(): Record<string, unknown>[] {
  const started = {
    EventType: 0,
    EventId: -1,
    Name: 'orchestration',
    Version: '',
    Input: null,
    Tags: null,
    ParentInstance: null,
    OrchestrationInstance: { InstanceId: 'instance', ExecutionId: 'execution' },
    IsPlayed: false,
    Timestamp: at(0),
  };
  return [turnBegins(0), started];
}

function turnBegins(second: number): Record<string, unknown> {
  return { EventType: 12, EventId: -1, IsPlayed: false, Timestamp: at(second) };
}

function turnEnds(second: number): Record<string, unknown> {
  return { EventType: 13, EventId: -1, IsPlayed: false, Timestamp: at(second) };
}

function scheduled(id: number): Record<string, unknown> {
  return { EventType: 4, EventId: id, Name: 'work', Version: '', Input: `[${id}]`, IsPlayed: false, Timestamp: at(id) };
}

function completed(id: number, second: number): Record<string, unknown> {
  return { EventType: 5, EventId: -1, TaskScheduledId: id, Result: String(id), IsPlayed: false, Timestamp: at(second) };
}

function at(second: number): string {
  return new Date(startMs + second * 10).toISOString();
}

function payload(history: readonly Record<string, unknown>[]): Payload {
  return {
    history,
    input: null,
    instanceId: 'instance',
    isReplaying: false,
    parentInstanceId: null,
    upperSchemaVersion: 2,
    upperSchemaVersionNew: 2,
    longRunningTimerIntervalDuration: '3.00:00:00',
    maximumShortTimerDuration: '6.00:00:00',
    defaultHttpAsyncRequestSleepTimeMillseconds: 30000,
  };
}

import type { SubOrchestrationCreated, TaskScheduled, TimerCreated } from '@perdura/durable-core/engine';
import { isFailedReply } from '../entities/entity-reply.ts';
import type { Message } from '../instances/message.ts';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import type { EntityPost } from './entity-post.ts';
import { answeredRequests, planRequests } from './rewind-requests.ts';

/** How a failed instance goes back to before its failure. */
export interface RewindPlan {
  /** How many events of its history stay; what follows is taken out. */
  readonly keptCount: number;
  /** Lines among what follows that tell what clients did; they stay too. */
  readonly marks: readonly RecordedEvent[];
  /** What arrived after that and is to arrive again, in its order. */
  readonly redelivered: readonly Message[];
  /** Activities to run again, or that have not been seen to end. */
  readonly activities: readonly TaskScheduled[];
  /** Sub-orchestrations that failed, or have not been heard of. */
  readonly children: readonly SubOrchestrationCreated[];
  /** Requests to entities to send again. */
  readonly requests: readonly EntityPost[];
  /** Entities that are locked at that place. */
  readonly heldLocks: readonly string[];
  /** Timers that were set and neither fired nor taken back. */
  readonly timers: readonly TimerCreated[];
}

/** Something that was asked for and is answered under its sequence id. */
type Asked = TaskScheduled | SubOrchestrationCreated | TimerCreated;

/**
 * Plans the way back of an instance that has failed, or was stopped while its caller waited for it.
 *
 * History is cut at the beginning of a turn: of the last one, or of an earlier one that heard of a failure. What the code
 * asked for from then on is forgotten, since it may ask for something else now: cleaning up, retries and their pauses. What it
 * had asked for before and did not fail is delivered again, and what did fail runs again. So the history that stays is one the
 * code has written, and replays.
 */
export function planRewind(history: readonly RecordedEvent[]): RewindPlan {
  const keptCount = findCut(history);
  const kept = history.slice(0, keptCount);
  const open = new Map(kept.filter(isAsked).map((event) => [event.id, event]));
  for (const event of kept) if (isEnd(event)) open.delete(event.id);
  const later = history.slice(keptCount);
  const { again, held, dropped } = planRequests(kept, later);
  const marks: RecordedEvent[] = [];
  const redelivered: Message[] = [];
  for (const event of later) {
    if (dropped.has(event)) continue;
    if (isMark(event)) marks.push(event);
    else if (event.kind === 'event-raised' || event.kind === 'execution-started') redelivered.push(event);
    else if (isGoodEnd(event) && open.delete(event.id)) redelivered.push(event);
  }
  const left = [...open.values()];
  return {
    ...{ keptCount, marks, redelivered, requests: again, heldLocks: held },
    activities: left.filter((event) => event.kind === 'task-scheduled'),
    children: left.filter((event) => event.kind === 'sub-orchestration-created'),
    timers: left.filter((event) => event.kind === 'timer-created'),
  };
}

/**
 * Where history is cut. The last turn that heard of a failure is always undone, and those before it for as long as that
 * undoes nothing that went well: the attempts of a retried call go together, while a failure that was overcome long ago
 * stays. What was stopped goes on where it stood.
 */
function findCut(history: readonly RecordedEvent[]): number {
  const successes = new Set(history.filter(isSuccess).map(({ id }) => id));
  const requests = answeredRequests(history);
  let cut = history.findLastIndex(({ kind }) => kind === 'orchestrator-started');
  if (history.at(-1)?.kind === 'execution-terminated') return Math.max(cut, 0);
  let undoesSuccess = false;
  let hasFailed = false;
  let isFirst = true;
  for (let position = history.length - 1; position >= 0; position -= 1) {
    const event = history[position];
    if (event === undefined) continue;
    if (event.kind === 'event-sent' || (isAsked(event) && successes.has(event.id))) undoesSuccess = true;
    const isFailedAnswer = event.kind === 'event-raised' && requests.has(event.name) && isFailedReply(event.input);
    if (isFailure(event) || isFailedAnswer) hasFailed = true;
    if (event.kind !== 'orchestrator-started' || !hasFailed) continue;
    if (undoesSuccess && !isFirst) break;
    cut = position;
    isFirst = false;
    hasFailed = false;
  }
  return Math.max(cut, 0);
}

type OfKind<K extends RecordedEvent['kind']> = Extract<RecordedEvent, { kind: K }>;

function isAsked(event: RecordedEvent): event is Asked {
  return (
    event.kind === 'task-scheduled' || event.kind === 'sub-orchestration-created' || event.kind === 'timer-created'
  );
}

function isSuccess(event: RecordedEvent): event is OfKind<'task-completed' | 'sub-orchestration-completed'> {
  return event.kind === 'task-completed' || event.kind === 'sub-orchestration-completed';
}

function isFailure(event: RecordedEvent): event is OfKind<'task-failed' | 'sub-orchestration-failed'> {
  return event.kind === 'task-failed' || event.kind === 'sub-orchestration-failed';
}

function isGoodEnd(
  event: RecordedEvent,
): event is OfKind<'task-completed' | 'sub-orchestration-completed' | 'timer-fired'> {
  return isSuccess(event) || event.kind === 'timer-fired';
}

function isEnd(event: RecordedEvent): event is Extract<RecordedEvent, { readonly id: number }> {
  return isGoodEnd(event) || isFailure(event) || event.kind === 'timer-cancelled';
}

function isMark(event: RecordedEvent): boolean {
  return (
    event.kind === 'execution-suspended' || event.kind === 'execution-resumed' || event.kind === 'execution-rewound'
  );
}

import { orchestration } from '@perdura/durable-core';
import {
  type Decision,
  type EntityDecision,
  type FailureDetails,
  type HistoryEvent,
  type Logger,
  openExecution,
  type Turn,
} from '@perdura/durable-core/engine';
import type { Instance } from '../instances/instance.ts';
import { messageOf } from '../message-of.ts';
import { executeActions, type ScriptEffects } from './execute-actions.ts';
import type { InvocationFacts, JsonFunction } from './json-function.ts';
import { NotNowError } from './not-now-error.ts';
import { readAnswer, type ScriptAnswer } from './read-answer.ts';
import { triggerPayload } from './trigger-payload.ts';

/** What a turn of code behind the JSON protocol begins with. */
export interface JsonTurn {
  /** The orchestrator. */
  readonly orchestrator: JsonFunction;
  /** The instance as it is in the database. */
  readonly instance: Instance;
  /** All events of its present execution, those of this turn included. */
  readonly history: readonly HistoryEvent[];
  /** How many waits for events history has recorded. */
  readonly recordedWaits: number;
  /** Sequence ids of timers that are set. */
  readonly openTimers: ReadonlySet<number>;
  /** Told to the orchestrator besides. */
  readonly facts: InvocationFacts;
  readonly log: Logger;
}

type AnyDecision = Decision | EntityDecision;
type AnyTurn = Turn<AnyDecision>;

/** What a script waits for that is through while the code is not: no client can raise an event of this name. */
const nothingMore = '\u0000';

/**
 * Takes one turn: sends the whole history to the orchestrator, and carries out the list it answers with over the same history.
 *
 * What the list asks for and history does not show is the turn's news; where the two contradict each other, the instance fails.
 *
 * @throws {NotNowError} when the orchestrator could not be asked; the turn is to be taken again later.
 */
export async function takeJsonTurn(turn: JsonTurn): Promise<AnyTurn> {
  const { orchestrator, instance, history, facts } = turn;
  const { name } = orchestrator;
  const end = await orchestrator.invoke(triggerPayload(instance, history), facts);
  if (end.kind === 'missing') {
    throw new NotNowError(`The worker of orchestration '${name}' does not have it. It has: ${end.known.join(', ')}.`);
  }
  let answer: ScriptAnswer | undefined;
  try {
    answer = readAnswer(end);
  } catch (error) {
    return failedTurn(`What the worker answered for orchestration '${name}' cannot be read: ${messageOf(error)}.`);
  }
  if (answer === undefined) {
    const said = end.kind === 'threw' ? end.message : '';
    throw new NotNowError(`Orchestration '${name}' threw without an answer for its host: ${said}`);
  }
  return executeAnswer(answer, turn);
}

async function executeAnswer(answer: ScriptAnswer, turn: JsonTurn): Promise<AnyTurn> {
  const { instance, history, recordedWaits, openTimers, log } = turn;
  const effects: ScriptEffects = { continuedAsNew: undefined };
  const isOver = answer.isDone || answer.failure !== undefined;
  const script = orchestration(instance.name, async (ctx) => {
    await executeActions(ctx, answer.actions, effects);
    if (!isOver) await ctx.waitForEvent(nothingMore);
  });
  const { id: instanceId, executionId } = instance;
  const execution = openExecution(script, {
    ...{ instanceId, executionId, log, entities: true },
    // the script is the host's own
    ...{ ioGuard: false, stableGlobals: false },
  });
  const decisions: AnyDecision[] = [];
  const cancelled = new Set<number>();
  let last: AnyTurn | undefined;
  for (const events of inPieces(history)) {
    last = await execution.advance(events);
    decisions.push(...last.decisions);
    for (const id of last.cancelledTimers) cancelled.add(id);
  }
  const outcome = last?.outcome;
  if (outcome?.kind === 'failed') return { decisions: [], cancelledTimers: [], outcome };
  const news = newsIn(decisions, history, recordedWaits);
  const created = new Set(news.map((decision) => (decision.kind === 'create-timer' ? decision.id : undefined)));
  return {
    decisions: news,
    // the list shows each time which were taken back long ago
    cancelledTimers: [...cancelled].filter((id) => openTimers.has(id) || created.has(id)),
    ...(answer.customStatus !== undefined && { customStatus: answer.customStatus }),
    ...(outcome?.kind === 'completed' && { outcome: endOf(answer, effects) }),
  };
}

/**
 * History in pieces, so that the script takes no piece for a replay: the list of today may take a timer back, or ask for something,
 * at a place that is long past.
 *
 * The first piece ends before anything could contradict it. Only what a first piece contradicts is looked for in the code, and the
 * code of the script is nobody's.
 */
function inPieces(history: readonly HistoryEvent[]): readonly (readonly HistoryEvent[])[] {
  const cuts = history.flatMap(({ kind }, index) => {
    if (kind === 'execution-started') return [index + 1];
    return kind === 'orchestrator-started' && index > 0 ? [index] : [];
  });
  return [0, ...cuts].map((start, index) => history.slice(start, cuts[index]));
}

/** What history does not show. Waits leave no ids there, but a list only ever grows by them. */
function newsIn(
  decisions: readonly AnyDecision[],
  history: readonly HistoryEvent[],
  recordedWaits: number,
): readonly AnyDecision[] {
  const recorded = new Set<number>();
  for (const event of history) {
    switch (event.kind) {
      case 'task-scheduled':
      case 'sub-orchestration-created':
      case 'timer-created':
      case 'event-sent':
        recorded.add(event.id);
    }
  }
  const waits = decisions.filter(({ kind }) => kind === 'wait-for-event').slice(0, recordedWaits);
  const old = new Set<AnyDecision>(waits);
  return decisions.filter((decision) => {
    if (decision.kind === 'wait-for-event') return decision.name !== nothingMore && !old.has(decision);
    return !recorded.has(decision.id);
  });
}

function endOf({ failure, output }: ScriptAnswer, { continuedAsNew }: ScriptEffects): NonNullable<AnyTurn['outcome']> {
  if (failure !== undefined) return { kind: 'failed', failure, error: new Error(failure.errorMessage) };
  if (continuedAsNew === undefined) return { kind: 'completed', ...(output !== undefined && { output }) };
  const { input } = continuedAsNew;
  return {
    kind: 'continued-as-new',
    ...(input !== undefined && { input: JSON.stringify(input) }),
    preserveUnprocessedEvents: true,
  };
}

function failedTurn(errorMessage: string): AnyTurn {
  const failure: FailureDetails = { errorType: 'Error', errorMessage, isNonRetriable: false };
  return {
    decisions: [],
    cancelledTimers: [],
    outcome: { kind: 'failed', failure, error: new TypeError(errorMessage) },
  };
}

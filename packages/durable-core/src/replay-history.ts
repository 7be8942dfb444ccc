import type { OrchestrationDefinition } from './definitions/orchestration.ts';
import type { EntityDecision } from './engine/entity-decision.ts';
import { openExecution } from './engine/open-execution.ts';
import type { Decision, Turn } from './engine/turn.ts';
import { isDurableError } from './errors/durable-error.ts';
import type { HistoryEvent } from './history/history-event.ts';

/** What came of replaying a history. */
export interface ReplayReport {
  /** Whether today's code does what history says. */
  readonly isSame: boolean;
  /** Where they differ, naming both sides; `undefined` when they do not. */
  readonly difference: string | undefined;
  /** How the execution ended; `undefined` while it waits. */
  readonly outcome: Turn['outcome'];
  /** What the code asks for that history does not show, waits for events that history holds aside. */
  readonly decisions: readonly (Decision | EntityDecision)[];
}

/**
 * Replays a history that was recorded against the code of today: does a change of an orchestration break the instances that run?
 *
 * @param history  As a host has recorded it, or `instance.history` of a test.
 * @param options  `instanceId`, which ids and random numbers depend on. (default `'replayed'`)
 * @throws {TypeError} when the definition is none, or the history does not begin as one.
 */
export async function replayHistory<I, O>(
  orchestration: OrchestrationDefinition<I, O>,
  history: readonly HistoryEvent[],
  { instanceId = 'replayed' }: { readonly instanceId?: string } = {},
): Promise<ReplayReport> {
  const { outcome, decisions } = await openExecution(orchestration, { instanceId, entities: true }).advance(history);
  const error = outcome?.kind === 'failed' ? outcome.error : undefined;
  const difference = isDurableError(error) && error.code === 'non-deterministic' ? error.message : undefined;
  const open = decisions.filter((decision) => decision.kind !== 'wait-for-event' || decision.isAnswered !== true);
  return { isSame: difference === undefined, difference, outcome, decisions: open };
}

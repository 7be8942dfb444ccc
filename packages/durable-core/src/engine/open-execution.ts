import { generatorOptionOf, type OrchestrationDefinition } from '../definitions/orchestration.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import { checkLogger } from '../logging/check-logger.ts';
import { checkBoolean } from '../options/check-boolean.ts';
import { readOptions } from '../options/read-options.ts';
import { createRunState, schemasOf } from '../replay/create-run-state.ts';
import type { Step } from '../replay/records.ts';
import { type OrchestratorCode, Replay } from '../replay/replay.ts';
import { timerRules } from '../replay/timer-parts.ts';
import { decisionOf } from './decision-of.ts';
import type { EntityDecision } from './entity-decision.ts';
import type { EntityExecutionOptions, Execution, ExecutionOptions } from './execution.ts';
import { outcomeOf } from './outcome-of.ts';
import type { Decision, Turn } from './turn.ts';

/**
 * Opens one execution of an orchestration, for hosts and engines that keep the history themselves.
 *
 * Nothing runs before the first `advance`.
 *
 * @throws {TypeError} when the definition is none, or an option is missing, unknown or of the wrong kind.
 */
export function openExecution<I, O>(
  orchestration: OrchestrationDefinition<I, O>,
  options: EntityExecutionOptions,
): Execution<Decision | EntityDecision>;
/** Opens one execution for a host that knows no entities. */
export function openExecution<I, O>(orchestration: OrchestrationDefinition<I, O>, options: ExecutionOptions): Execution;
export function openExecution<I, O>(
  orchestration: OrchestrationDefinition<I, O>,
  options: ExecutionOptions | EntityExecutionOptions,
): Execution<Decision | EntityDecision> {
  const { executionId = '', longestTimerMs, entities = false, ...facts } = checkOptions(options);
  const { instanceId } = facts;
  if (orchestration?.kind !== 'orchestration' || typeof orchestration.run !== 'function') {
    throw new TypeError('openExecution takes an orchestration, as orchestration(name, function) makes it.');
  }
  const state = createRunState({
    ...schemasOf(orchestration),
    name: orchestration.name,
    timers: timerRules(longestTimerMs),
    generatorOption: generatorOptionOf(orchestration),
    entitySupport: entities ? 'locks' : 'none',
    ...facts,
  });
  // what the code takes its input for is between the definition and whoever starts it
  const replay = new Replay(orchestration.run as OrchestratorCode, state);
  let toldCount = 0;
  let isAdvancing = false;
  let hasBegun = false;

  const turn = (): Turn<Decision | EntityDecision> => {
    const asked = replay.ledger.steps.asked.slice(toldCount);
    toldCount = replay.ledger.steps.asked.length;
    const outcome = outcomeOf(replay);
    const isTrusted = replay.ledger.fault === undefined;
    return {
      decisions: isTrusted ? asked.filter(isNews).map(decisionOf) : [],
      cancelledTimers: isTrusted ? replay.ledger.cancelledTimers : [],
      ...(state.customStatus !== undefined && { customStatus: state.customStatus }),
      ...(outcome && { outcome }),
    };
  };

  return Object.freeze({
    instanceId,
    executionId,
    async advance(events: readonly HistoryEvent[]) {
      if (!Array.isArray(events)) throw new TypeError(`advance takes a list of events, got ${typeof events}.`);
      if (isAdvancing) throw new TypeError(`Instance '${instanceId}' is being advanced already; await that first.`);
      const misfit = events.findIndex((event) => typeof event?.kind !== 'string');
      if (misfit >= 0) throw new TypeError(`Event ${misfit} for instance '${instanceId}' is none: it has no kind.`);
      if (!hasBegun && events[0]?.kind !== 'orchestrator-started') {
        throw new TypeError(`The history of instance '${instanceId}' does not begin with orchestrator-started.`);
      }
      if (!hasBegun && !events.some((event) => event.kind === 'execution-started')) {
        throw new TypeError(`The history of instance '${instanceId}' has no execution-started.`);
      }
      hasBegun = true;
      isAdvancing = true;
      try {
        await replay.advance(events);
        return turn();
      } finally {
        isAdvancing = false;
      }
    },
  });
}

/** History records what has a sequence id; a wait leaves no trace there and is news in the turn that makes it. */
function isNews(step: Step): boolean {
  return step.call.kind === 'event' ? !step.isOld : !step.isRecorded;
}

function checkOptions(options: ExecutionOptions & Partial<EntityExecutionOptions>): typeof options {
  const {
    instanceId,
    executionId,
    parentInstanceId,
    longestTimerMs,
    httpPollMs,
    log,
    ioGuard,
    stableGlobals,
    entities,
  } = readOptions('openExecution', options, [
    'instanceId',
    'executionId',
    'parentInstanceId',
    'longestTimerMs',
    'httpPollMs',
    'log',
    'ioGuard',
    'stableGlobals',
    'entities',
  ]);
  if (typeof instanceId !== 'string' || instanceId === '') {
    throw new TypeError('openExecution needs the instanceId, a string that is not empty.');
  }
  if (executionId !== undefined && typeof executionId !== 'string') {
    throw new TypeError(`The executionId is a string, got ${typeof executionId}.`);
  }
  if (parentInstanceId !== undefined && typeof parentInstanceId !== 'string') {
    throw new TypeError(`The parentInstanceId is a string, got ${typeof parentInstanceId}.`);
  }
  if (longestTimerMs !== undefined && !(typeof longestTimerMs === 'number' && longestTimerMs > 0)) {
    throw new TypeError(`longestTimerMs is a number of milliseconds above 0, got ${String(longestTimerMs)}.`);
  }
  if (httpPollMs !== undefined && !(Number.isFinite(httpPollMs) && httpPollMs >= 0)) {
    throw new TypeError(`httpPollMs is a number of milliseconds from 0, got ${String(httpPollMs)}.`);
  }
  checkLogger('openExecution', log);
  checkBoolean('openExecution', 'ioGuard', ioGuard);
  checkBoolean('openExecution', 'stableGlobals', stableGlobals);
  checkBoolean('openExecution', 'entities', entities);
  return options;
}

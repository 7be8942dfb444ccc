import { generatorOptionOf, type OrchestrationDefinition } from './definitions/orchestration.ts';
import { checkLogger } from './logging/check-logger.ts';
import type { Logger } from './logging/logger.ts';
import { checkBoolean } from './options/check-boolean.ts';
import { readOptions } from './options/read-options.ts';
import type { ActionLists } from './protocol/encode-actions.ts';
import { encodeAnswer, type OrchestrationAnswer } from './protocol/orchestrator-state.ts';
import { decodeTriggerPayload, type TriggerPayload } from './protocol/trigger-payload.ts';
import { createRunState, schemasOf } from './replay/create-run-state.ts';
import { type OrchestratorCode, Replay } from './replay/replay.ts';
import { type TimerRules, timerRules } from './replay/timer-parts.ts';

/** Options of `runOrchestration`. */
export interface RunOrchestrationOptions {
  /** Where `ctx.log` goes when the code is not replaying. (default: the global `console`) */
  readonly log?: Logger;
  /** Whether real work in the code, such as a timer or a file, fails the instance with `io-in-orchestrator`. (default `true`) */
  readonly ioGuard?: boolean;
  /** Whether `Date`, `Math.random`, `performance.now` and `crypto` answer the code the same in every replay. (default `true`) */
  readonly stableGlobals?: boolean;
}

/**
 * Runs an orchestration for one episode of the Durable Functions JSON protocol: trigger payload in, answer out.
 *
 * Replays the whole history the payload carries. A failing orchestration is an answer of kind `failure`; hand its `state` to the
 * host as the message of a rejection, made by `failureMessage`.
 *
 * @param triggerPayload  The payload as an object or as JSON text.
 * @throws {DurableError} `malformed-payload` when the payload cannot be read; nothing has run then.
 * @throws {TypeError} when the definition is none, or an option is unknown or malformed.
 */
export async function runOrchestration<I, O>(
  orchestration: OrchestrationDefinition<I, O>,
  triggerPayload: unknown,
  options: RunOrchestrationOptions = {},
): Promise<OrchestrationAnswer> {
  if (orchestration?.kind !== 'orchestration' || typeof orchestration.run !== 'function') {
    throw new TypeError('runOrchestration takes an orchestration, as orchestration(name, function) makes it.');
  }
  const { log, ioGuard, stableGlobals } = readOptions('runOrchestration', options, ['log', 'ioGuard', 'stableGlobals']);
  checkLogger('runOrchestration', log);
  checkBoolean('runOrchestration', 'ioGuard', ioGuard);
  checkBoolean('runOrchestration', 'stableGlobals', stableGlobals);
  const payload = decodeTriggerPayload(triggerPayload);
  const { history, input, instanceId, parentInstanceId, httpPollMs, schemaVersion } = payload;
  const { retryMode, actionLists = 'non-blocking' } = orchestration;
  const state = createRunState({
    ...schemasOf(orchestration),
    name: orchestration.name,
    instanceId,
    parentInstanceId,
    timers: timerRulesOf(payload, actionLists),
    hostRetries: retryMode === 'host',
    generatorOption: generatorOptionOf(orchestration),
    httpPollMs,
    hostPolls: true,
    log,
    ioGuard,
    stableGlobals,
    canDropEvents: false,
    entitySupport: schemaVersion >= 3 ? 'locks' : 'calls',
    givenInput: { value: input },
  });
  const replay = new Replay(orchestration.run as OrchestratorCode, state);
  await replay.advance(history);
  return encodeAnswer(replay, schemaVersion, actionLists);
}

/** From V3 on the host splits the long timers of a generator itself; before, durable-functions left them whole. */
function timerRulesOf(payload: TriggerPayload, actionLists: ActionLists): TimerRules {
  const { schemaVersion, longestTimerMs, timerPartMs } = payload;
  if (schemaVersion < 2 && actionLists === 'peer') return timerRules();
  return timerRules(longestTimerMs, timerPartMs, schemaVersion >= 2, schemaVersion >= 1 && actionLists !== 'peer');
}

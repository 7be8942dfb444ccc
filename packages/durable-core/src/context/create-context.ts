import { runOutside } from '../effects/surround-code.ts';
import { DurableError } from '../errors/durable-error.ts';
import { encodeJson } from '../history/encode-json.ts';
import type { Logger } from '../logging/logger.ts';
import { replaySafeLogger } from '../logging/replay-safe-logger.ts';
import { readOptions } from '../options/read-options.ts';
import { CriticalSection } from '../replay/critical-section.ts';
import type { Ledger } from '../replay/ledger.ts';
import { patchTimeMs } from '../replay/patches.ts';
import type { Entry } from '../replay/records.ts';
import type { RunState } from '../replay/run-state.ts';
import type { Call } from '../tasks/call.ts';
import type { Compound } from '../tasks/compound.ts';
import type { HttpCallOptions } from '../tasks/http-request.ts';
import type { RetryHandler, RetryOptions } from '../tasks/retry-options.ts';
import type { EventOrTimeout, Task, TimerTask } from '../tasks/task.ts';
import {
  buildActivityCall,
  buildEventWait,
  buildPayload,
  buildSubOrchestrationCall,
  buildTimerCall,
  type FunctionReference,
  timeAfter,
} from './build-call.ts';
import { buildHttpCall } from './build-http-call.ts';
import type { CallOptions, SubOrchestratorOptions } from './call-options.ts';
import { createCancelSignal } from './cancellation.ts';
import { deterministicGuid } from './deterministic-guid.ts';
import { createEntityMethods } from './entity-methods.ts';
import type { OrchestrationContext } from './orchestration-context.ts';
import { TaskHandle, TimerHandle } from './task-handle.ts';

type AnyTask = Task<unknown>;

/**
 * The context of one execution: checks arguments, then adds to the ledger.
 *
 * Closures over ledger and state, so methods can be taken apart; every one of them asks `useTurn` first.
 */
export function createContext(ledger: Ledger, state: RunState): OrchestrationContext {
  const isReplaying = () => ledger.isReplaying || state.isPlayed;

  const useTurn = (method: string): void => {
    if (state.isTurnOpen) return;
    state.lateUse ??= new DurableError(
      'turn-ended',
      `Orchestration '${state.name}' (instance '${state.instanceId}') called ctx.${method} after its turn had ended. ` +
        'It has waited for something that is no durable task: move that into an activity.',
    );
    throw state.lateUse;
  };

  const add = (call: Call): AnyTask => new TaskHandle(ledger, ledger.addCall(call));

  const entriesOf = (method: string, tasks: readonly AnyTask[]): readonly Entry[] =>
    ledger.entriesLeft(tasks) ??
    tasks.map((task, index) => {
      const entry = TaskHandle.entryOf(task, ledger);
      if (entry === undefined) {
        throw new TypeError(`ctx.${method} takes durable tasks of this execution; element ${index} is none.`);
      }
      return entry;
    });

  const combine = (method: string, compound: Compound, tasks: readonly AnyTask[]): AnyTask =>
    new TaskHandle(ledger, ledger.addCompound(compound, entriesOf(method, tasks)));

  const addTimer = (fireAt: Date, timerState: unknown): TimerTask<unknown> => {
    const entry = ledger.addCall(buildTimerCall(fireAt, timerState));
    const cancel = () => {
      useTurn('createTimer(…).cancel');
      if (!ledger.cancelTimer(entry)) throw new TypeError('The timer has fired already and cannot be cancelled.');
    };
    const isCancelled = () => entry.outcome?.status === 'rejected';
    return new TimerHandle(ledger, entry, cancel, isCancelled);
  };

  const callActivity = (activity: FunctionReference<'activity'>, input?: unknown, options?: CallOptions): AnyTask => {
    useTurn('callActivity');
    return add(buildActivityCall(activity, input, options, state.hostRetries));
  };

  const callSubOrchestrator = (
    orchestration: FunctionReference<'orchestration'>,
    input?: unknown,
    options?: SubOrchestratorOptions,
  ): AnyTask => {
    useTurn('callSubOrchestrator');
    if (state.criticalSection !== undefined) CriticalSection.refuseSubOrchestration();
    const callers = [state.instanceId, state.parentInstanceId];
    return add(buildSubOrchestrationCall(orchestration, input, options, callers, state.hostRetries));
  };

  const any = (method: string, tasks: readonly AnyTask[]): AnyTask => {
    useTurn(method);
    checkList(method, tasks);
    if (tasks.length === 0) throw new TypeError(`ctx.${method} takes at least one task.`);
    const handles = Object.isFrozen(tasks) ? tasks : Object.freeze([...tasks]);
    return combine(method, { kind: 'any', handles, keys: undefined }, handles);
  };

  let signal: AbortSignal | undefined;

  const context = {
    get input() {
      return state.input;
    },
    instanceId: state.instanceId,
    get parentInstanceId() {
      return state.parentInstanceId;
    },
    get currentTime() {
      return new Date(ledger.nowMs);
    },
    get isReplaying() {
      return isReplaying();
    },
    get version() {
      return state.version;
    },
    log: replaySafeLogger(outsideLogger(state.log), () => isReplaying() || !state.isTurnOpen),
    get signal() {
      useTurn('signal');
      signal ??= createCancelSignal(ledger, `Orchestration '${state.name}' (instance '${state.instanceId}')`);
      return signal;
    },

    callActivity,
    callActivityWithRetry: (
      activity: FunctionReference<'activity'>,
      retry: RetryOptions | RetryHandler,
      input?: unknown,
    ) => callActivity(activity, input, { retry: required(retry) }),
    callSubOrchestrator,
    callSubOrchestratorWithRetry: (
      orchestration: FunctionReference<'orchestration'>,
      retry: RetryOptions | RetryHandler,
      input?: unknown,
      options?: SubOrchestratorOptions,
    ) => callSubOrchestrator(orchestration, input, { ...options, retry: required(retry) }),
    callHttp: (options: HttpCallOptions) => {
      useTurn('callHttp');
      // code in several places at once cannot leave it to the host, which takes ids for its polls as answers come
      return add(buildHttpCall(options, state.hostPolls && !ledger.takesIdsAtCall ? 'host' : 'code'));
    },
    createTimer: (fireAt: Date, options: { readonly state?: unknown } = {}) => {
      useTurn('createTimer');
      return addTimer(fireAt, readOptions('createTimer', options, ['state']).state);
    },
    sleep: (delayMs: number) => {
      useTurn('sleep');
      return addTimer(timeAfter(ledger.nowMs, delayMs, 'ctx.sleep'), undefined);
    },
    waitForEvent: (name: string) => {
      useTurn('waitForEvent');
      return add(buildEventWait(name));
    },
    waitForEventWithTimeout: (name: string, timeoutMs: number): Task<EventOrTimeout<unknown>> => {
      useTurn('waitForEventWithTimeout');
      const wait = buildEventWait(name);
      const timer = buildTimerCall(timeAfter(ledger.nowMs, timeoutMs, 'ctx.waitForEventWithTimeout'), undefined);
      const children = [ledger.addCall(wait), ledger.addCall(timer)];
      return new TaskHandle(ledger, ledger.addCompound({ kind: 'event-or-timer' }, children));
    },
    joinAll: (tasks: readonly AnyTask[]) => {
      useTurn('joinAll');
      checkList('joinAll', tasks);
      return combine('joinAll', { kind: 'all' }, tasks);
    },
    joinAllSettled: (tasks: readonly AnyTask[]) => {
      useTurn('joinAllSettled');
      checkList('joinAllSettled', tasks);
      return combine('joinAllSettled', { kind: 'all-settled' }, tasks);
    },
    any: (tasks: readonly AnyTask[]) => any('any', tasks),
    selectAll: (tasks: readonly AnyTask[]) => any('selectAll', tasks),
    select: (tasks: Readonly<Record<string, AnyTask>>) => {
      useTurn('select');
      if (typeof tasks !== 'object' || tasks === null) throw new TypeError('ctx.select takes an object of tasks.');
      const keys = Object.freeze(Object.keys(tasks));
      const handles = Object.freeze(Object.values(tasks));
      if (handles.length === 0) throw new TypeError('ctx.select takes at least one task.');
      return combine('select', { kind: 'any', handles, keys }, handles);
    },
    continueAsNew: (input?: unknown, options: { readonly preserveUnprocessedEvents?: boolean } = {}): Task<never> => {
      useTurn('continueAsNew');
      const { preserveUnprocessedEvents = true } = readOptions('continueAsNew', options, ['preserveUnprocessedEvents']);
      if (typeof preserveUnprocessedEvents !== 'boolean') {
        throw new TypeError(`preserveUnprocessedEvents is true or false, got ${String(preserveUnprocessedEvents)}.`);
      }
      if (!preserveUnprocessedEvents && !state.canDropEvents) {
        throw new DurableError('not-supported', 'This host always hands unprocessed events to the next execution.');
      }
      state.continuedAsNew ??= {
        input: buildPayload('The input of continueAsNew', input),
        preserveUnprocessedEvents,
      };
      ledger.isClosed = true;
      // made of nothing, so it never settles
      return new TaskHandle<never>(ledger, ledger.addCompound({ kind: 'any', handles: [], keys: undefined }, []));
    },
    ...createEntityMethods(ledger, state, useTurn),
    compensate: (compensation: () => unknown) => {
      useTurn('compensate');
      if (typeof compensation !== 'function') {
        throw new TypeError(`ctx.compensate takes a function, got ${typeof compensation}.`);
      }
      state.compensations.push(compensation);
    },
    patched: (id: string) => {
      useTurn('patched');
      if (typeof id !== 'string' || id.trim() === '') {
        throw new TypeError(`The id of a patch is a string that is not blank, got ${JSON.stringify(id)}.`);
      }
      const known = state.patches.get(id);
      if (known !== undefined) return known;
      if (state.readBeginning === undefined) {
        throw new TypeError(
          `ctx.patched('${id}') is asked for the first time after the turn in which the instance began. Ask at the top of the ` +
            'orchestrator and keep the answer.',
        );
      }
      const { isRecorded, timers } = state.readBeginning();
      const timeMs = patchTimeMs(id);
      const isPatched = !isRecorded || timers.get(ledger.steps.byId.length) === timeMs;
      if (isPatched) ledger.addMark(timeMs);
      state.patches.set(id, isPatched);
      return isPatched;
    },

    setCustomStatus: (status: unknown) => {
      useTurn('setCustomStatus');
      state.customStatus = status === null ? undefined : encodeJson('The custom status', status);
    },
    newGuid: (name: string = state.instanceId) => {
      useTurn('newGuid');
      if (typeof name !== 'string') throw new TypeError(`ctx.newGuid takes a string, got ${typeof name}.`);
      return deterministicGuid(name, ledger.nowMs, state.guidCount++);
    },
  };
  // the closures work on untyped tasks; the interface, which the compiler holds users to, gives them their types
  return Object.freeze(context) as OrchestrationContext;
}

/** The logger may do real work: it is not the orchestrator's own. */
function outsideLogger(log: Logger): Logger {
  return {
    debug: (...said) => runOutside(() => log.debug(...said)),
    info: (...said) => runOutside(() => log.info(...said)),
    warn: (...said) => runOutside(() => log.warn(...said)),
    error: (...said) => runOutside(() => log.error(...said)),
  };
}

function checkList(method: string, tasks: unknown): void {
  if (!Array.isArray(tasks)) throw new TypeError(`ctx.${method} takes an array of tasks, got ${typeof tasks}.`);
}

function required(retry: RetryOptions | RetryHandler | undefined): RetryOptions | RetryHandler {
  if (retry === undefined) throw new TypeError('The retry options are missing.');
  return retry;
}

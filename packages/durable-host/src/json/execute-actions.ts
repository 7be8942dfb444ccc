import type { OrchestrationContext } from '@perdura/durable-core';
import {
  type Action,
  actionTypes,
  type CallHttpAction,
  type CreateTimerAction,
  entityActionTypes,
  parseTimeSpan,
} from '@perdura/durable-core/protocol';
import { retryCall } from './retry-call.ts';

/** What came of an action list besides the calls it made. */
export interface ScriptEffects {
  /** Set when the list asked to begin anew; `input` is absent for none. */
  continuedAsNew: { readonly input?: unknown } | undefined;
}

/** The locks that the list holds at the moment. */
type Locks = { release: () => void };

/**
 * Carries an action list out as the out-of-process shim of the Durable extension does: as a script, an orchestrator of its own.
 *
 * One action after the other is started and awaited. How a call ended is nothing to the script: the worker, which sees the same
 * history, has dealt with it. The children of a compound are started in their order, and one (11) or every one (12) of them
 * is awaited. Ids are given as calls are made, so the calls of a worker and those of this script have the same.
 *
 * @throws {TypeError} for a call that no host could make, such as an HTTP call to no address.
 */
export async function executeActions(
  ctx: OrchestrationContext,
  actions: readonly Action[],
  effects: ScriptEffects,
): Promise<void> {
  const locks: Locks = { release: () => {} };
  // not a fold over promises: each list is as long as everything the orchestration ever asked for
  for (const action of actions) {
    const ended = startAction(ctx, action, effects, locks);
    if (ended !== undefined) await ended;
  }
}

/** Starts an action. Answers when it has ended, `undefined` for at once; never rejects. */
function startAction(
  ctx: OrchestrationContext,
  action: Action,
  effects: ScriptEffects,
  locks: Locks,
): Promise<unknown> | undefined {
  switch (action.actionType) {
    case actionTypes.CallActivity:
      return settled(ctx.callActivity(action.functionName, unquote(action.input)));
    case actionTypes.CallActivityWithRetry: {
      const { functionName, retryOptions } = action;
      const value = unquote(action.input);
      return retryCall(ctx, retryOptions, () => ctx.callActivity(functionName, value));
    }
    case actionTypes.CallSubOrchestrator:
      return settled(ctx.callSubOrchestrator(action.functionName, action.input, childOptions(action)));
    case actionTypes.CallSubOrchestratorWithRetry: {
      const { functionName, retryOptions, input } = action;
      return retryCall(ctx, retryOptions, () => ctx.callSubOrchestrator(functionName, input, childOptions(action)));
    }
    case actionTypes.ContinueAsNew:
      effects.continuedAsNew ??= 'input' in action ? { input: unquote(action.input) } : {};
      return undefined;
    case actionTypes.CreateTimer:
      return startTimer(ctx, action);
    case actionTypes.WaitForExternalEvent:
      return settled(ctx.waitForEvent(action.externalEventName));
    case actionTypes.CallHttp:
      return settled(ctx.callHttp(httpOptions(action.httpRequest)));
    case actionTypes.WhenAny:
    case actionTypes.WhenAll:
      return startCompound(
        action.actionType,
        action.compoundActions.map((child) => startAction(ctx, child, effects, locks)),
      );
    case entityActionTypes.CallEntity:
      return settled(ctx.callEntity(action.instanceId, action.operation, action.input));
    case entityActionTypes.SignalEntity:
      ctx.signalEntity(action.instanceId, action.operation, action.input);
      return undefined;
    case entityActionTypes.ScheduledSignalEntity:
      ctx.signalEntity(action.instanceId, action.operation, action.input, { at: dateOf(action.fireAt ?? '') });
      return undefined;
    case entityActionTypes.LockEntities:
      return settled(
        ctx.lockEntities(...action.lockSet).then((lock) => {
          locks.release = () => lock.release();
        }),
      );
    case entityActionTypes.ReleaseEntities:
      locks.release();
      return undefined;
  }
}

function startCompound(
  actionType: 11 | 12,
  children: readonly (Promise<unknown> | undefined)[],
): Promise<unknown> | undefined {
  const open = children.filter((child) => child !== undefined);
  if (actionType === actionTypes.WhenAll) return open.length === 0 ? undefined : Promise.all(open);
  return open.length < children.length || open.length === 0 ? undefined : Promise.race(open);
}

/** A timer that the code has taken back is set all the same, for its id, and ends at once. */
function startTimer(
  ctx: OrchestrationContext,
  { fireAt, isCanceled }: CreateTimerAction,
): Promise<unknown> | undefined {
  const timer = ctx.createTimer(dateOf(fireAt));
  if (!isCanceled) return settled(timer);
  timer.cancel();
  return undefined;
}

function dateOf(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new TypeError(`'${text}' is no point in time`);
  return date;
}

function childOptions({ instanceId, version }: { readonly instanceId?: string; readonly version?: string }) {
  return { ...(instanceId !== undefined && { instanceId }), ...(version !== undefined && { version }) };
}

function httpOptions({
  method,
  uri,
  content,
  headers,
  tokenSource,
  asynchronousPatternEnabled,
  timeout,
}: CallHttpAction['httpRequest']): Parameters<OrchestrationContext['callHttp']>[0] {
  const timeoutMs = timeout === undefined ? undefined : parseTimeSpan(timeout);
  const { authorityhost, tenantid } = tokenSource?.options ?? {};
  return {
    method,
    url: uri,
    ...(content !== undefined && { body: content }),
    ...(headers !== undefined && { headers }),
    ...(tokenSource !== undefined && {
      tokenSource: {
        // any other kind is refused, in words of its own
        kind: tokenSource.kind as 'AzureManagedIdentity',
        resource: tokenSource.resource,
        options: {
          ...(authorityhost !== undefined && { authorityHost: authorityhost }),
          ...(tenantid !== undefined && { tenantId: tenantid }),
        },
      },
    }),
    enablePolling: asynchronousPatternEnabled,
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

/**
 * Workers of JavaScript quote a text once more where the Functions host unquotes it on its way to the function; here it goes there
 * as it is.
 */
function unquote(input: unknown): unknown {
  if (typeof input !== 'string' || !input.startsWith('"')) return input;
  try {
    const inner: unknown = JSON.parse(input);
    return typeof inner === 'string' ? inner : input;
  } catch {
    // a text that begins with a quotation mark, of a worker that quotes nothing
    return input;
  }
}

function settled(task: PromiseLike<unknown>): Promise<void> {
  return Promise.resolve(task).then(nothing, nothing);
}

function nothing(): void {}

import type { Step } from '../replay/records.ts';
import type { HttpCall, Payload } from '../tasks/call.ts';
import { type Action, actionTypes, type CallHttpAction, type ContinueAsNewAction } from './action.ts';
import { encodeRetryOptions } from './encode-retry-options.ts';
import { entityActionOf } from './entity-action.ts';
import { formatTimeSpan } from './time-span.ts';
import { formatTimestamp } from './timestamp.ts';

/** The action that asks for one step. */
export function actionOf({ call, isCancelled, loop }: Step): Action {
  switch (call.kind) {
    case 'activity': {
      const asked = { functionName: call.name, ...quotedInput(call.input) };
      return call.hostRetry === undefined
        ? { actionType: actionTypes.CallActivity, ...asked }
        : {
            actionType: actionTypes.CallActivityWithRetry,
            retryOptions: encodeRetryOptions(call.hostRetry),
            ...asked,
          };
    }
    case 'sub-orchestration': {
      const asked = {
        functionName: call.name,
        ...(call.instanceId !== undefined && { instanceId: call.instanceId }),
        ...(call.version !== undefined && { version: call.version }),
        ...(call.input && { input: JSON.parse(call.input.json) as unknown }),
      };
      return call.hostRetry === undefined
        ? { actionType: actionTypes.CallSubOrchestrator, ...asked }
        : {
            actionType: actionTypes.CallSubOrchestratorWithRetry,
            retryOptions: encodeRetryOptions(call.hostRetry),
            ...asked,
          };
    }
    case 'timer':
      // one that the host splits is asked for as a whole
      return loop === undefined
        ? timerAction(call.fireAtMs, isCancelled)
        : timerAction(call.untilMs ?? call.fireAtMs, loop.isCancelled);
    case 'http':
      return { actionType: actionTypes.CallHttp, httpRequest: encodeHttpRequest(call) };
    case 'event':
      return {
        actionType: actionTypes.WaitForExternalEvent,
        externalEventName: call.name,
        reason: 'ExternalEvent',
      };
    default:
      return entityActionOf(call);
  }
}

/** The action that asks for one step, and of a timer for this part of it alone, whoever was to split it. */
export function partActionOf(step: Step): Action {
  return step.call.kind === 'timer' ? timerAction(step.call.fireAtMs, step.isCancelled) : actionOf(step);
}

function timerAction(fireAtMs: number, isCanceled: boolean): Action {
  return { actionType: actionTypes.CreateTimer, fireAt: formatTimestamp(fireAtMs), isCanceled };
}

function encodeHttpRequest({ request, polling }: HttpCall): CallHttpAction['httpRequest'] {
  const { tokenSource, timeoutMs, ...rest } = request;
  const { authorityHost, tenantId } = tokenSource?.options ?? {};
  return {
    ...rest,
    ...(tokenSource && {
      tokenSource: {
        kind: tokenSource.kind,
        resource: tokenSource.resource,
        ...(tokenSource.options && {
          options: {
            ...(authorityHost !== undefined && { authorityhost: authorityHost }),
            ...(tenantId !== undefined && { tenantid: tenantId }),
          },
        }),
      },
    }),
    asynchronousPatternEnabled: polling === 'host',
    ...(timeoutMs !== undefined && { timeout: formatTimeSpan(timeoutMs) }),
  };
}

/** The action that begins again. */
export function continueAsNewAction(input: Payload | undefined): ContinueAsNewAction {
  return { actionType: actionTypes.ContinueAsNew, ...quotedInput(input) };
}

/** A text keeps its quotes on the way to whoever parses it once more; everything else is plain JSON. */
function quotedInput(input: Payload | undefined): { input?: unknown } {
  if (input === undefined) return {};
  return { input: input.isText ? input.json : (JSON.parse(input.json) as unknown) };
}

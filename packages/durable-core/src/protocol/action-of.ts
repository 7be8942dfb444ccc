import type { Step } from '../replay/records.ts';
import type { Payload } from '../tasks/call.ts';
import { type Action, actionTypes, type ContinueAsNewAction } from './action.ts';
import { formatTimestamp } from './timestamp.ts';

/** The action that asks for one step. */
export function actionOf({ call, isCancelled }: Step): Action {
  switch (call.kind) {
    case 'activity':
      return { actionType: actionTypes.CallActivity, functionName: call.name, ...quotedInput(call.input) };
    case 'sub-orchestration':
      return {
        actionType: actionTypes.CallSubOrchestrator,
        functionName: call.name,
        ...(call.instanceId !== undefined && { instanceId: call.instanceId }),
        ...(call.version !== undefined && { version: call.version }),
        ...(call.input && { input: JSON.parse(call.input.json) as unknown }),
      };
    case 'timer':
      return { actionType: actionTypes.CreateTimer, fireAt: formatTimestamp(call.fireAtMs), isCanceled: isCancelled };
    case 'event':
      return {
        actionType: actionTypes.WaitForExternalEvent,
        externalEventName: call.name,
        reason: 'ExternalEvent',
      };
  }
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

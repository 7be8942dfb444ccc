import { type Action, actionTypes } from './action.ts';

/** Actions that the host starts, in order, without waiting for any: a WhenAll of nothing is over at once and takes no id. */
export function withoutWaiting(actions: readonly Action[]): Action {
  const atOnce: Action = { actionType: actionTypes.WhenAll, compoundActions: [] };
  return { actionType: actionTypes.WhenAny, compoundActions: [...actions, atOnce] };
}

import type { ScriptItem, ScriptNode } from '../replay/records.ts';
import type { Replay } from '../replay/replay.ts';
import { type Action, actionTypes } from './action.ts';
import { actionOf, continueAsNewAction } from './action-of.ts';
import { encodeRounds } from './encode-rounds.ts';
import type { SchemaVersion } from './schema-version.ts';
import { withoutWaiting } from './without-waiting.ts';

/** What lists are like: an option of the definition. */
export type ActionLists = 'non-blocking' | 'peer';

/**
 * Writes what the code asked for as the list the extension executes like a script: from V2 on it waits for each action before it
 * starts the next, in V1 for the first to finish of each inner list.
 *
 * So nothing the code has moved past may hold the list up. A WhenAll of nothing is over at once and takes no id, which makes
 * `WhenAny[<actions>, WhenAll[]]` start its actions, in order, without waiting.
 * - Async code may be in several places at once: all it asked for goes into one such group (V1: one inner list).
 *   Where a timer is due so long after the beginning that the host would take it for too long: one action per round.
 * - A generator is in one place: its groups stay as it yielded them, and only those it moved past are wrapped (V1: the next joins
 *   their inner list), unless the list is to be as durable-functions writes it.
 */
export function encodeActions(
  replay: Replay,
  schemaVersion: SchemaVersion,
  actionLists: ActionLists,
): readonly (readonly Action[])[] {
  const { ledger, state } = replay;
  const last = state.continuedAsNew === undefined ? [] : [continueAsNewAction(state.continuedAsNew.input)];
  if (ledger.takesIdsAtCall) {
    if (schemaVersion > 0 && hasLateTimer(replay))
      return [[...encodeRounds(ledger.steps.asked, replay.isOver), ...last]];
    const asked = ledger.steps.asked.map(actionOf);
    if (schemaVersion === 0) return asked.length + last.length === 0 ? [] : [[...asked, ...last]];
    return [[...(asked.length === 0 ? [] : [withoutWaiting(asked)]), ...last]];
  }
  const isPeer = actionLists === 'peer';
  if (schemaVersion === 0) return encodeInnerLists(ledger.steps.script, last, isPeer);
  return [[...ledger.steps.script.map(({ node, isLeft }) => encodeItem(node, isLeft && !isPeer)), ...last]];
}

/** Whether a timer, seen from the beginning of the execution, is longer than the host takes. */
function hasLateTimer({ ledger, state, startedAtMs }: Replay): boolean {
  const latestMs = startedAtMs + state.timers.longestTimerMs;
  return ledger.steps.asked.some(({ call }) => call.kind === 'timer' && call.fireAtMs > latestMs);
}

function encodeItem(node: ScriptNode, isLeft: boolean): Action {
  const action = encodeNode(node);
  return isLeft ? withoutWaiting([action]) : action;
}

function encodeNode({ kind, step, children }: ScriptNode): Action {
  if (step !== undefined) return actionOf(step);
  return {
    actionType: kind === 'all' ? actionTypes.WhenAll : actionTypes.WhenAny,
    compoundActions: children.map(encodeNode),
  };
}

/** V1: one inner list per item, which the next joins when the code moved on while all of it was open. */
function encodeInnerLists(
  script: readonly ScriptItem[],
  last: readonly Action[],
  isPeer: boolean,
): readonly (readonly Action[])[] {
  const lists: Action[][] = [];
  let open: Action[] | undefined;
  for (const { node, isLeftUntouched } of script) {
    const actions = stepsUnder(node);
    if (open === undefined) lists.push(actions);
    else open.push(...actions);
    open = isLeftUntouched && !isPeer ? (open ?? actions) : undefined;
  }
  if (open !== undefined) open.push(...last);
  else if (last.length > 0) lists.push([...last]);
  return lists;
}

function stepsUnder(node: ScriptNode): Action[] {
  return node.step === undefined ? node.children.flatMap(stepsUnder) : [actionOf(node.step)];
}

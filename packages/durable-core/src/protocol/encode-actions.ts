import type { ScriptItem, ScriptNode, Step } from '../replay/records.ts';
import type { Replay } from '../replay/replay.ts';
import { type Action, actionTypes } from './action.ts';
import { actionOf, continueAsNewAction } from './action-of.ts';
import { awaitCalls, awaitEntities, mustBeAwaited } from './await-entities.ts';
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
 * - Locks, and calls of locked entities, are waited for in either form: what is asked for after a lock begins once it is granted.
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
  const { asked, script } = ledger.steps;
  const isAwaited = asked.some(mustBeAwaited);
  if (ledger.takesIdsAtCall) {
    // A list that waits for locks goes by their rounds alone: its timers are told from the beginning of the execution.
    if (!isAwaited && schemaVersion > 0 && hasLateTimer(replay))
      return [[...encodeRounds(asked, replay.isOver), ...last]];
    const actions = isAwaited ? awaitEntities(asked) : asked.map(actionOf);
    if (schemaVersion === 0) return actions.length + last.length === 0 ? [] : [[...actions, ...last]];
    if (isAwaited) return [[...actions, ...last]];
    return [[...(actions.length === 0 ? [] : [withoutWaiting(actions)]), ...last]];
  }
  const isPeer = actionLists === 'peer';
  if (schemaVersion === 0) return encodeInnerLists(script, last, isPeer);
  if (isAwaited) return [[...script.flatMap((item) => encodeAwaited(item, isPeer)), ...last]];
  return [[...script.map(({ node, isLeft }) => encodeItem(node, isLeft && !isPeer)), ...last]];
}

function encodeAwaited({ node, isLeft }: ScriptItem, isPeer: boolean): readonly Action[] {
  const steps = stepsUnder(node);
  if (!steps.some(mustBeAwaited)) return [encodeItem(node, isLeft && !isPeer)];
  return steps.some(({ call }) => call.kind === 'entity-lock') ? awaitEntities(steps) : [awaitCalls(steps)];
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
    const actions = stepsUnder(node).map(actionOf);
    if (open === undefined) lists.push(actions);
    else open.push(...actions);
    open = isLeftUntouched && !isPeer ? (open ?? actions) : undefined;
  }
  if (open !== undefined) open.push(...last);
  else if (last.length > 0) lists.push([...last]);
  return lists;
}

function stepsUnder(node: ScriptNode): readonly Step[] {
  return node.step === undefined ? node.children.flatMap(stepsUnder) : [node.step];
}

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
 * - Locks, and calls of locked entities, are waited for in either form: what is asked for after a lock begins once it is granted.
 * - A generator is in one place: its groups stay as it yielded them, and only those it moved past are wrapped (V1: the next joins
 *   their inner list), unless the list is to be as durable-functions writes it.
 * - Where a timer is due so long after the beginning that the host would take it for too long: one action per round, in either form.
 */
export function encodeActions(
  replay: Replay,
  schemaVersion: SchemaVersion,
  actionLists: ActionLists,
): readonly (readonly Action[])[] {
  const { ledger, state } = replay;
  const last = state.continuedAsNew === undefined ? [] : [continueAsNewAction(state.continuedAsNew.input)];
  const { asked, script } = ledger.steps;
  const isPeer = actionLists === 'peer';
  if (schemaVersion === 0 && !ledger.takesIdsAtCall) return encodeInnerLists(script, last, isPeer);
  const isAwaited = asked.some(mustBeAwaited);
  const goesByRounds = schemaVersion > 0 && !isPeer && wantsRounds(replay);
  if (goesByRounds && isAwaited) return [[...awaitEntities(asked, { isOver: replay.isOver }), ...last]];
  if (goesByRounds) {
    const lastRound = replay.isOver ? asked.at(-1)?.round : undefined;
    return [[...encodeRounds(asked, (round) => round !== lastRound), ...last]];
  }
  if (ledger.takesIdsAtCall) {
    const actions = isAwaited ? awaitEntities(asked) : asked.map(actionOf);
    if (schemaVersion === 0) return actions.length + last.length === 0 ? [] : [[...actions, ...last]];
    if (isAwaited) return [[...actions, ...last]];
    return [[...(actions.length === 0 ? [] : [withoutWaiting(actions)]), ...last]];
  }
  if (isAwaited) return [[...script.flatMap((item) => encodeAwaited(item, isPeer)), ...last]];
  return [[...script.map(({ node, isLeft }) => encodeItem(node, isLeft && !isPeer)), ...last]];
}

function encodeAwaited({ node, isLeft }: ScriptItem, isPeer: boolean): readonly Action[] {
  const steps = stepsUnder(node);
  if (!steps.some(mustBeAwaited)) return [encodeItem(node, isLeft && !isPeer)];
  return steps.some(({ call }) => call.kind === 'entity-lock') ? awaitEntities(steps) : [awaitCalls(steps)];
}

/**
 * Whether a host that does not go along round by round would take a timer for longer than its limit. It goes along with async code
 * in no other way; with a generator it does, but for what that has left or taken back. What the host retries or polls itself takes
 * ids as it goes, and stands where it was yielded.
 */
function wantsRounds({ ledger, state, startedAtMs }: Replay): boolean {
  const { asked, script } = ledger.steps;
  const latestMs = startedAtMs + state.timers.longestTimerMs;
  const isLate = ({ call }: Step): boolean =>
    call.kind === 'timer' && (ledger.takesIdsAtCall ? call.fireAtMs : (call.untilMs ?? call.fireAtMs)) > latestMs;
  if (!asked.some(isLate)) return false;
  if (ledger.takesIdsAtCall) return true;
  if (asked.some(({ loop, call }) => loop !== undefined && call.kind !== 'timer')) return false;
  return asked.some(({ isCancelled }) => isCancelled) || script.some(({ isLeft }) => isLeft);
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

import type { Step } from '../replay/records.ts';
import { type Action, actionTypes } from './action.ts';
import { actionOf } from './action-of.ts';
import { withoutWaiting } from './without-waiting.ts';

/**
 * Async code, one action per round: the host waits until one step of a round has ended before it starts the next round.
 *
 * It starts what it does not wait for with the first event of the history, and by the clock of that event: a timer that was set days
 * later then looks longer than it is, and beyond its limit the host would split or refuse it. Rounds let its clock go along.
 *
 * @param isOver  Whether the code has ended, which must not wait for anything.
 */
export function encodeRounds(asked: readonly Step[], isOver: boolean): Action[] {
  const rounds: Step[][] = [];
  for (const step of asked) {
    const round = rounds[step.round];
    if (round === undefined) rounds[step.round] = [step];
    else round.push(step);
  }
  return rounds.map((steps, index) => {
    const actions = encodeRound(steps);
    if (isOver && index === rounds.length - 1) return withoutWaiting(actions);
    const [only] = actions;
    return actions.length === 1 && only !== undefined
      ? only
      : { actionType: actionTypes.WhenAny, compoundActions: actions };
  });
}

/** What is over at once must not stand for itself: it goes with a neighbour that is not. */
function encodeRound(steps: readonly Step[]): Action[] {
  const groups: Step[][] = [];
  let hasOther = false;
  for (const step of steps) {
    const group = groups.at(-1);
    // only the first group may begin with those, and then it waits for its first other step
    if (group !== undefined && (isOverAtOnce(step) || !hasOther)) group.push(step);
    else groups.push([step]);
    hasOther ||= !isOverAtOnce(step);
  }
  return groups.map(encodeGroup);
}

/** Timers that were taken back, and what is sent without an answer. */
function isOverAtOnce({ call, isCancelled }: Step): boolean {
  return isCancelled || call.kind === 'entity-signal' || call.kind === 'entity-release';
}

function encodeGroup(steps: readonly Step[]): Action {
  const [only] = steps;
  if (steps.length === 1 && only !== undefined) return actionOf(only);
  return { actionType: actionTypes.WhenAll, compoundActions: steps.map(actionOf) };
}

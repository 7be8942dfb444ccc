import type { Step } from '../replay/records.ts';
import { type Action, actionTypes } from './action.ts';
import { partActionOf } from './action-of.ts';
import { withoutWaiting } from './without-waiting.ts';

/**
 * One action per round: the host waits until one step of a round has ended before it starts the next round. Timers that a host would
 * split are told part by part.
 *
 * It starts what it does not wait for with what comes before, and by the clock of then; a timer that was taken back it does not wait
 * for either. A timer that was set days later then looks longer than it is, and beyond its limit the host would split or refuse it.
 * Rounds let its clock go along.
 *
 * @param isWaitedFor  Whether the host is to wait for a round, which it must not for what is over by then, nor when the code has ended.
 */
export function encodeRounds(asked: readonly Step[], isWaitedFor: (round: number) => boolean): Action[] {
  const rounds = new Map<number, Step[]>();
  for (const step of asked) {
    const round = rounds.get(step.round);
    if (round === undefined) rounds.set(step.round, [step]);
    else round.push(step);
  }
  return [...rounds].map(([round, steps]) => {
    const actions = encodeRound(steps);
    if (!isWaitedFor(round)) return withoutWaiting(actions);
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
  if (steps.length === 1 && only !== undefined) return partActionOf(only);
  return { actionType: actionTypes.WhenAll, compoundActions: steps.map(partActionOf) };
}

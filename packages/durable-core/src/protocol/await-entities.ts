import { schedulerIdOf } from '../entities/entity-id.ts';
import type { Step } from '../replay/records.ts';
import { type Action, actionTypes } from './action.ts';
import { actionOf, partActionOf } from './action-of.ts';
import { encodeRounds } from './encode-rounds.ts';
import { withoutWaiting } from './without-waiting.ts';

/** Whether what is asked of entities must be waited for: a lock, or a call while one is held. */
export function mustBeAwaited({ call }: Step): boolean {
  return call.kind === 'entity-lock' || (call.kind === 'entity-call' && call.isExclusive);
}

/**
 * Writes steps so that the host waits only for what its rules for locked entities make it wait for:
 * - for a lock before all that follows: it must hold it when it comes to the release, or it would number that otherwise than the code
 * - for a call of a locked entity before the next call of the same one, and before the release
 *
 * @param rounds  There when the host is to go along round by round in between (`encodeRounds`); whether the code has ended. Next to
 * calls of locked entities it does not: what is asked for there begins with the first of them.
 */
export function awaitEntities(steps: readonly Step[], rounds?: { readonly isOver: boolean }): readonly Action[] {
  const encoded: Action[] = [];
  const encode = rounds === undefined ? actionOf : partActionOf;
  const called = new Set<string>();
  const lastRound = rounds?.isOver ? steps.at(-1)?.round : undefined;
  let group: Step[] = [];
  /** The latest round that is over because something of it was waited for. */
  let awaitedRound = -1;
  const close = (isAwaited: boolean, next?: Step): void => {
    const isPlain = !group.some(mustBeAwaited);
    if (group.length === 0) return;
    if (isAwaited) encoded.push(awaitCalls(group, encode));
    else if (rounds === undefined || !isPlain) encoded.push(withoutWaiting(group.map(encode)));
    else {
      encoded.push(
        ...encodeRounds(group, (round) => round > awaitedRound && round !== next?.round && round !== lastRound),
      );
    }
    if (isAwaited) awaitedRound = group.at(-1)?.round ?? awaitedRound;
    group = [];
    called.clear();
  };
  for (const step of steps) {
    const { call } = step;
    if (call.kind === 'entity-lock') {
      close(false, step);
      encoded.push(actionOf(step));
      awaitedRound = step.round;
      continue;
    }
    if (call.kind === 'entity-call' && call.isExclusive) {
      const id = schedulerIdOf(call.target);
      if (called.has(id)) close(true);
      called.add(id);
    } else if (call.kind === 'entity-release' && called.size > 0) close(true);
    group.push(step);
  }
  close(false);
  return encoded;
}

/** Starts steps, in order, and waits for the calls of locked entities among them. */
export function awaitCalls(steps: readonly Step[], encode: (step: Step) => Action = actionOf): Action {
  const actions = steps.map((step) => (mustBeAwaited(step) ? encode(step) : withoutWaiting([encode(step)])));
  const [only] = actions;
  return actions.length === 1 && only !== undefined
    ? only
    : { actionType: actionTypes.WhenAll, compoundActions: actions };
}

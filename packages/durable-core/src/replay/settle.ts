import type { Outcome } from '../tasks/task.ts';
import { type Entry, none } from './records.ts';
import { hearerOf } from './succession.ts';
import { without } from './without.ts';

/**
 * Settles an entry and everything that follows from it, iteratively.
 *
 * @param onSettled  Told of every entry that got its outcome, in the order they got it.
 */
export function settle(entry: Entry, outcome: Outcome<unknown>, onSettled: (entry: Entry) => void): void {
  // Most entries are calls that nothing is made of.
  if (entry.parents.length === 0) {
    if (entry.outcome !== undefined) return;
    entry.outcome = outcome;
    onSettled(entry);
    return;
  }
  const queue: [Entry, Outcome<unknown>][] = [[entry, outcome]];
  for (let at = 0; at < queue.length; at += 1) {
    const [current, currentOutcome] = queue[at] as [Entry, Outcome<unknown>];
    if (current.outcome !== undefined) {
      // decided on the way by the same task, which is among what it has left, too
      current.isIntact = false;
      continue;
    }
    current.outcome = currentOutcome;
    const { parents } = current;
    current.parents = none;
    onSettled(current);
    for (const parent of parents) {
      const hearer = hearerOf(parent);
      if (hearer.outcome !== undefined) hearer.isIntact = false;
      else {
        const hearerOutcome = outcomeFromChild(hearer, current, currentOutcome);
        if (hearerOutcome !== undefined) queue.push([hearer, hearerOutcome]);
      }
    }
  }
}

/** Makes `parent` hear of `child`, now if it has settled already. Returns the parent's outcome if that decides it. */
export function watch(parent: Entry, child: Entry): Outcome<unknown> | undefined {
  if (child.outcome !== undefined) return outcomeFromChild(parent, child, child.outcome);
  const { parents } = child;
  // one task may pass through thousands of `any`s: those that are decided need not be told, nor kept
  for (let last = parents.at(-1); last !== undefined; last = parents.at(-1)) {
    const hearer = hearerOf(last);
    if (hearer.outcome === undefined) break;
    hearer.isIntact = false;
    parents.pop();
  }
  if (parents === none) child.parents = [parent];
  else parents.push(parent);
  return undefined;
}

/** What one settled child means for its parent; `undefined` while that stays open. */
function outcomeFromChild(parent: Entry, child: Entry, outcome: Outcome<unknown>): Outcome<unknown> | undefined {
  switch (parent.what.kind) {
    case 'all':
      if (outcome.status === 'rejected') return outcome;
      parent.openChildren -= 1;
      return parent.openChildren === 0 ? { status: 'fulfilled', value: valuesOf(parent.children) } : undefined;
    case 'all-settled':
      parent.openChildren -= 1;
      return parent.openChildren === 0 ? { status: 'fulfilled', value: outcomesOf(parent.children) } : undefined;
    case 'any': {
      const { handles, keys } = parent.what;
      const index = parent.children.indexOf(child);
      const task = handles[index];
      const value =
        keys === undefined
          ? { index, task, remaining: Object.freeze(without(handles, index)), ...outcome }
          : { key: keys[index], task, ...outcome };
      return { status: 'fulfilled', value: Object.freeze(value) };
    }
    case 'event-or-timer':
      if (outcome.status === 'rejected') return outcome;
      return {
        status: 'fulfilled',
        value: Object.freeze(
          child === parent.children[0] ? { timedOut: false, value: outcome.value } : { timedOut: true },
        ),
      };
    default:
      // an event wait that took over an older one
      return outcome;
  }
}

function outcomesOf(children: readonly Entry[]): unknown[] {
  return children.map(({ outcome }) => Object.freeze(outcome));
}

function valuesOf(children: readonly Entry[]): unknown[] {
  return children.map(({ outcome }) => (outcome?.status === 'fulfilled' ? outcome.value : undefined));
}

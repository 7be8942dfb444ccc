import type { Entry } from './records.ts';
import { without } from './without.ts';

/*
 * A loop over `any` asks, round by round, for just what the `any` before has left. Telling each of thousands of tasks in every round
 * whom to tell now would be most of its work. So the next `any` becomes the heir of the one before: the tasks go on telling that one,
 * and what it is told its heir hears.
 *
 * An `any` can have an heir while it is intact: every task but the one that decided it is open, and would still tell it.
 */

/** Who hears what an entry is told: the entry itself, or the last of its heirs. */
export function hearerOf(entry: Entry): Entry {
  let hearer = entry;
  while (hearer.heir !== undefined) hearer = hearer.heir;
  // tasks know the first of a line, which keeps its way to the last short
  if (hearer !== entry) entry.heir = hearer;
  return hearer;
}

/** The lists of tasks that decided `any`s have left. They are frozen, so each stays what it is. */
export class Successions {
  readonly #decided = new WeakMap<object, Entry>();

  /** Notes that an `any` is decided, and what it has left. */
  note(decided: Entry): void {
    const left = answerOf(decided)?.remaining;
    if (left !== undefined) this.#decided.set(left, decided);
  }

  /** The entries of a list that an `any` has left; `undefined` for every other list. */
  entriesOf(tasks: readonly object[]): Entry[] | undefined {
    const decided = this.#decided.get(tasks);
    const index = decided && answerOf(decided)?.index;
    return index === undefined ? undefined : without(decided?.children ?? [], index);
  }

  /** Makes an `any` over such a list the heir of the one that has left it, if that can have one. Answers whether it did. */
  succeed(heir: Entry, tasks: readonly object[]): boolean {
    const decided = this.#decided.get(tasks);
    // has one heir at most, which holds the list: it would keep all that came before it
    this.#decided.delete(tasks);
    if (decided?.isIntact !== true) return false;
    decided.heir = heir;
    heir.isIntact = true;
    heir.isScheduled = decided.isScheduled;
    return true;
  }
}

/** What an `any` answers; that of a `select` has neither. */
function answerOf({ outcome }: Entry): { readonly index?: number; readonly remaining?: readonly object[] } | undefined {
  return outcome?.status === 'fulfilled' ? (outcome.value as object) : undefined;
}

/** All tasks: their values in order, or the first failure that arrives. */
interface All {
  readonly kind: 'all';
}

/** All tasks: how each of them ended, in order. */
interface AllSettled {
  readonly kind: 'all-settled';
}

/** The first task to settle, however it does; with `keys` it is named instead of numbered. */
interface Any {
  readonly kind: 'any';
  /** The handles user code holds, in order: what `task` and `remaining` of the answer show. */
  readonly handles: readonly object[];
  /** Keys of a `select`, in the order of `handles`. */
  readonly keys: readonly string[] | undefined;
}

/** An event (first child) unless a timer (second child) is due before it. */
interface EventOrTimer {
  readonly kind: 'event-or-timer';
}

/** A task made of other tasks: immutable data, its children are kept by the ledger. */
export type Compound = All | AllSettled | Any | EventOrTimer;

import type { TaskFailedError } from '../errors/task-failed-error.ts';
import type { Call } from '../tasks/call.ts';
import type { Compound } from '../tasks/compound.ts';
import type { Outcome } from '../tasks/task.ts';

/*
 * The mutable records of one replay, in one file because they point at each other. The ledger owns them: handles hold an
 * entry, encoders read steps and script, and only the ledger and its parts write.
 */

/** The promise behind an open task. */
export type Waiter = PromiseWithResolvers<unknown>;

/** What the ledger knows about one task. */
export interface Entry {
  /** The description; never written to, nor seen by user code. */
  readonly what: Call | Compound;
  /** Tasks a compound is made of; empty for a call. */
  readonly children: readonly Entry[];
  /** How it ended; `undefined` while it is open. Written once. */
  outcome: Outcome<unknown> | undefined;
  /** Whom to tell when it settles: compounds, and waits that took this one over. Settled ones are dropped as new ones come. */
  parents: Entry[];
  /** Of an `all` or `all-settled`: children still open, counted once per place in the list. */
  openChildren: number;
  /** Of an `any`: whether every task but one that has decided it is open, and would still tell it. */
  isIntact: boolean;
  /** Of a decided `any`: the one that hears in its place, which asks for just what it has left. */
  heir: Entry | undefined;
  /** Whether the host has been asked for it, or for every call under it. */
  isScheduled: boolean;
  /** The step it waits for; of a retried call the latest of several. */
  step: Step | undefined;
  /** Attempts made of a retried call. */
  attempts: number;
  /** What is asked for when the pause at hand is over; `undefined` for the same again. */
  afterPause: Call | undefined;
  /** Orchestrator time of the first attempt, in milliseconds since 1970. */
  firstAtMs: number;
  /** Of an event wait: its timeout has passed, so the next wait of that name takes it over. */
  isAbandoned: boolean;
  /** Made when user code subscribes, dropped when the task settles. */
  waiter: Waiter | undefined;
}

/**
 * What the host does in a loop of its own: one action that takes several sequence ids, one after the other. The worker counts them
 * along; its steps share the place of the first in the script, which is over when the loop is.
 */
export interface HostLoop {
  /** After the last attempt: what the task fails with once the pause that the host's loop still makes has ended. */
  failure: TaskFailedError | undefined;
  /** Whether the code took its timer back. */
  isCancelled: boolean;
}

/** One thing the host was asked to do. A plain call is one step; a retried call one per attempt and one per pause. */
export interface Step {
  /** Sequence id; of an event wait its number among the waits, which is no sequence id. */
  readonly id: number;
  /** What was asked: of a pause between attempts a timer, though its task is an activity. */
  readonly call: Call;
  /** The task it is for: the one it was asked for, unless that was cancelled and the wait has to go on for another. */
  entry: Entry;
  /** Steps asked for before one of them had ended share a number; counted from 0. */
  readonly round: number;
  /** The loop of the host that it is a turn of. */
  readonly loop: HostLoop | undefined;
  /** Its place in the script; of a host's loop that of its first step. */
  readonly node: ScriptNode;
  /** Asked in a turn before the latest of the history at hand. */
  readonly isOld: boolean;
  /** Whether history records that the host has scheduled it. */
  isRecorded: boolean;
  /** Whether the host is through with it: completed, failed, fired, raised or cancelled. */
  isOver: boolean;
  /** A timer the code took back. */
  isCancelled: boolean;
}

/** A step, or steps that were asked for together. */
export interface ScriptNode {
  readonly kind: 'step' | 'all' | 'any';
  /** Of a `step` node; set right after the node is made. */
  step: Step | undefined;
  readonly children: readonly ScriptNode[];
  parent: ScriptNode | undefined;
  /** Of the topmost node. */
  item: ScriptItem | undefined;
  /** Children not over yet. */
  open: number;
  /** Whether a host that waits for this node would go on. */
  isOver: boolean;
}

/** One top-level entry of the script. */
export interface ScriptItem {
  readonly node: ScriptNode;
  /** The code moved past it although a host that waits for the whole item would still wait. */
  isLeft: boolean;
  /** The code moved past it although none of its steps was over. */
  isLeftUntouched: boolean;
  /** Whether one of its steps is over. */
  isTouched: boolean;
}

/** What every list is before something is in it: long replays make many. Never written to. */
export const none: never[] = [];

/** A fresh entry: open, unscheduled, watched by nobody. */
export function createEntry(what: Call | Compound, children: readonly Entry[]): Entry {
  return {
    what,
    children,
    outcome: undefined,
    parents: none,
    openChildren: children.length,
    isIntact: false,
    heir: undefined,
    isScheduled: false,
    step: undefined,
    attempts: 0,
    afterPause: undefined,
    firstAtMs: 0,
    isAbandoned: false,
    waiter: undefined,
  };
}

/** Whether a description is a compound. */
export function isCompound(what: Call | Compound): what is Compound {
  return isAll(what.kind) || what.kind === 'any' || what.kind === 'event-or-timer';
}

/** Whether a compound settles only when all of its tasks have, or one of them decides it. */
export function isAll(kind: (Call | Compound)['kind']): kind is 'all' | 'all-settled' {
  return kind === 'all' || kind === 'all-settled';
}

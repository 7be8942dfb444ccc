import { userLine } from '../effects/user-line.ts';
import { DurableError } from '../errors/durable-error.ts';
import type { Completion, Scheduling } from '../history/completion.ts';
import type { EventRaised, EventSent } from '../history/history-event.ts';
import type { Call, EventWait, TimerCall } from '../tasks/call.ts';
import type { Compound } from '../tasks/compound.ts';
import type { EntityRelease, EntitySignal } from '../tasks/entity-request.ts';
import type { Outcome } from '../tasks/task.ts';
import { findDifference } from './check-determinism.ts';
import { type Contradiction, describeContradiction } from './contradiction.ts';
import { decideSequel, type NextStep, type Sequel, type SequelRules } from './decide-sequel.ts';
import { answerNameOf } from './entity-answer.ts';
import { EventInbox } from './event-inbox.ts';
import { groupUnscheduled } from './group-unscheduled.ts';
import { hostLoopOf } from './host-loop.ts';
import { createEntry, type Entry, isAll, isCompound, none, type ScriptNode, type Step } from './records.ts';
import { pauseUntil } from './retry-step.ts';
import { appendToScript, markOver } from './script.ts';
import { settle, watch } from './settle.ts';
import { StepBook } from './step-book.ts';
import { Subscriptions } from './subscriptions.ts';
import { Successions } from './succession.ts';
import { partOfTimer, type TimerRules } from './timer-parts.ts';

/** What a ledger needs to know. */
export interface LedgerFacts extends SequelRules {
  /** What runs, for messages: `orchestration 'ship' (instance 'order-17')`. */
  readonly subject: string;
  readonly timers: TimerRules;
}

/**
 * What one execution has asked for and what history says about it. Owns ids, outcomes and the script; the context adds to
 * it, a driver feeds it events, encoders read it.
 *
 * 1. Sequence ids are given in two places: `schedule`, and for a retried call or a long timer when one turn of it ends.
 * 2. No method runs user code, except what decides about retries, or throws for what history holds: a contradiction becomes `fault`, and the driver stops.
 * 3. A completion that comes before its step is kept, and answers it when the step is made.
 * 4. No recursion per event, per task or per level of nesting.
 */
export class Ledger {
  /** What the host was asked for. */
  readonly steps: StepBook = new StepBook();
  /** Who waits for it in promises. */
  readonly subscriptions: Subscriptions = new Subscriptions();
  /** Sequence ids of timers cancelled since the turn began. */
  cancelledTimers: number[] = [];
  /** Orchestrator time, in milliseconds since 1970. */
  nowMs = 0;
  /** Whether the events at hand belong to a turn before the latest. */
  isReplaying = false;
  /** Whether a call takes its id at once (async functions) or when it is yielded (generators). */
  takesIdsAtCall = true;
  /** Nothing is scheduled any more: the code asked to continue as new. */
  isClosed = false;
  /** Why the replay cannot go on. */
  fault: DurableError | undefined;
  /** The contradiction behind the fault, if it is one. */
  contradiction: Contradiction | undefined;
  /** Where the code made its calls; filled only for a replay that looks for the place of a contradiction. */
  callLines: Map<Entry, string> | undefined;
  /** Calls that take their ids when they are yielded. */
  readonly #calls: Entry[] = [];
  readonly #inbox = new EventInbox();
  readonly #successions = new Successions();
  readonly #arrivals: [Step, Completion | EventRaised][] = [];
  readonly #facts: LedgerFacts;
  /** Steps that an event answers, by its name in lower case; made with the first. */
  #answered: Map<string, Step> | undefined;
  readonly #settled = (entry: Entry): void => this.#afterSettling(entry);

  readonly #onSettled = new Map<Entry, () => void>();

  constructor(facts: LedgerFacts) {
    this.#facts = facts;
  }

  /** Calls a generator has made and not yielded, nor taken back. */
  get unscheduled(): readonly Entry[] {
    return this.#calls.filter(({ isScheduled, outcome }) => !isScheduled && outcome === undefined);
  }

  /** Adds a call. Its step is made now or, where ids are taken at the yield, by `schedule`. */
  addCall(call: Call): Entry {
    const entry = createEntry(call, none);
    this.callLines?.set(entry, userLine() ?? '');
    if (this.takesIdsAtCall) this.schedule(entry);
    else this.#calls.push(entry);
    return entry;
  }

  /** Asks for something that nobody waits for, at once. */
  send(call: EntitySignal | EntityRelease): void {
    const entry = createEntry(call, none);
    this.schedule(entry);
    if (entry.step !== undefined) markOver(entry.step);
    this.#settle(entry, { status: 'fulfilled', value: undefined });
  }

  /** Adds a task made of others; it settles at once if they decide it already. */
  addCompound(compound: Compound, children: readonly Entry[]): Entry {
    const entry = createEntry(compound, children);
    if (compound.kind === 'any' && this.#successions.succeed(entry, compound.handles)) return entry;
    entry.isScheduled = true;
    let outcome: Outcome<unknown> | undefined =
      isAll(compound.kind) && children.length === 0 ? { status: 'fulfilled', value: [] } : undefined;
    for (const child of children) {
      entry.isScheduled &&= child.isScheduled;
      // what is decided need not be told any more
      outcome ??= watch(entry, child);
    }
    entry.isIntact = outcome === undefined;
    if (outcome !== undefined) this.#settle(entry, outcome);
    return entry;
  }

  /** The entries of a list of tasks that an `any` has left; `undefined` for every other list. */
  entriesLeft(tasks: readonly object[]): readonly Entry[] | undefined {
    return this.#successions.entriesOf(tasks);
  }

  /** Asks the host for whatever under this entry it has not been asked for, depth first. */
  schedule(entry: Entry): void {
    if (entry.isScheduled || this.isClosed) return;
    const node = isCompound(entry.what)
      ? groupUnscheduled(entry, (child, call) => this.#ask(child, call))
      : this.#ask(entry, entry.what);
    if (node !== undefined) appendToScript(this.steps.script, node);
    this.#takeArrivals();
  }

  /** Leaves a record that every host keeps: a timer, taken back as it is set, so that nothing ever waits for it. */
  addMark(fireAtMs: number): void {
    const entry = this.addCall(pauseUntil(fireAtMs));
    this.schedule(entry);
    this.cancelTimer(entry);
  }

  /** Takes a timer back; does nothing when it is cancelled already. Answers whether the timer could be cancelled. */
  cancelTimer(entry: Entry): boolean {
    if (entry.outcome !== undefined) return entry.step?.isCancelled ?? entry.outcome.status === 'rejected';
    if (entry.step !== undefined) this.#takeBack(entry.step);
    this.#settle(entry, { status: 'rejected', error: new DurableError('cancelled', 'The timer was cancelled.') });
    return true;
  }

  /** Has something done when a task settles, or now if it has; before the code goes on. */
  whenSettled(entry: Entry, act: () => void): void {
    if (entry.outcome === undefined) this.#onSettled.set(entry, act);
    else act();
  }

  /**
   * Rejects every task that is open and takes back every timer. What the host is doing goes on, and nobody hears how it ends; waits
   * for events are left to the next wait of their name.
   *
   * @param first  Done before that, with the tasks that are to be rejected already chosen.
   */
  cancelOpen(error: DurableError, first: () => void): void {
    const open = this.steps.asked
      .map((step) => (step.loop === undefined ? step : (step.entry.step ?? step)))
      .filter(({ isOver, entry }) => !isOver && !entry.isAbandoned);
    first();
    for (const step of open) {
      const { call, entry, loop } = step;
      // settled meanwhile, by what the one before it led to
      if (entry.outcome !== undefined) continue;
      if (call.kind === 'event') this.#leaveWait(step, call);
      // a pause within a loop of the host is the host's own
      else if (call.kind === 'timer' && (loop === undefined || entry.what.kind === 'timer')) this.#takeBack(step);
      this.#settle(entry, { status: 'rejected', error });
    }
  }

  #takeBack(step: Step): void {
    step.isCancelled = true;
    if (step.loop !== undefined) step.loop.isCancelled = true;
    markOver(step);
    if (!this.isReplaying) this.cancelledTimers.push(step.id);
  }

  /** The host knows no way to withdraw a wait: the event it gets is for whoever waits next. */
  #leaveWait(step: Step, call: EventWait): void {
    step.entry = createEntry(call, none);
    step.entry.isScheduled = true;
    step.entry.step = step;
    this.#inbox.abandon(call.name, step.entry);
  }

  /** Notes that something scheduled has ended. */
  record(event: Completion): void {
    const step = this.steps.byId[event.id];
    if (step === undefined) this.steps.keepEarly(event);
    else if (!step.isOver) {
      this.#arrive(step, event);
      this.#takeArrivals();
    }
  }

  /** The same of a loop of the host, which goes on and takes ids when the code has ended, too. */
  recordOfLoop(event: Completion): void {
    if (this.steps.byId[event.id]?.loop !== undefined) this.record(event);
  }

  /** Notes that an event was raised. */
  raise(event: EventRaised): void {
    const step = this.#answered?.get(event.name.toLowerCase()) ?? this.#inbox.raise(event);
    if (step === undefined || step.isOver) return;
    this.#arrive(step, event);
    this.#takeArrivals();
  }

  /**
   * Notes that history knows of a step, and compares the two.
   *
   * @param thrown  What the code has ended with, if it threw: often the reason why a step is missing.
   */
  confirm(event: Scheduling, thrown?: { readonly error: unknown }): void {
    const step = this.steps.byId[event.id];
    const difference = findDifference(event, step?.call);
    if (difference !== undefined) this.#contradict(event, difference, thrown);
    else if (step !== undefined) {
      step.isRecorded = true;
      if (event.kind === 'event-sent') this.#expectAnswer(step, event);
    }
  }

  /** Some events answer what was sent, under a name that history tells. */
  #expectAnswer(step: Step, event: EventSent): void {
    const name = answerNameOf(step, event);
    if (name === undefined) return;
    this.#answered ??= new Map();
    this.#answered.set(name, step);
  }

  /** The first step of a call; none for a timer cancelled before, or a wait that takes over an older one. */
  #ask(entry: Entry, call: Call): ScriptNode | undefined {
    entry.isScheduled = true;
    if (entry.outcome !== undefined) return undefined;
    const older = call.kind === 'event' ? this.#inbox.adopt(call.name) : undefined;
    if (older !== undefined) {
      const outcome = watch(entry, older);
      if (outcome !== undefined) this.#settle(entry, outcome);
      return undefined;
    }
    entry.attempts = 1;
    entry.firstAtMs = this.nowMs;
    return this.#createStep(entry, call).node;
  }

  /** Makes the next step. What came early for it is dealt with once the step has its place in the script. */
  #createStep(entry: Entry, whole: Call): Step {
    const call = whole.kind === 'timer' ? this.#partOf(whole) : whole;
    const loop = hostLoopOf(call, this.#facts.timers.hostSplitsTimers && !this.takesIdsAtCall);
    const step = this.steps.add(entry, call, this.isReplaying, loop, this.nowMs);
    this.#expect(step);
    return step;
  }

  /** Looks for what came before its step. */
  #expect(step: Step): void {
    const { call } = step;
    const early = call.kind === 'event' ? this.#inbox.wait(call.name, step) : this.steps.takeEarly(step.id);
    if (early !== undefined) this.#arrivals.push([step, early]);
  }

  #takeArrivals(): void {
    for (let arrival = this.#arrivals.pop(); arrival !== undefined; arrival = this.#arrivals.pop()) {
      if (!arrival[0].isOver) this.#arrive(...arrival);
    }
  }

  #arrive(step: Step, event: Completion | EventRaised): void {
    const difference = event.kind === 'event-raised' ? undefined : findDifference(event, step.call);
    if (difference !== undefined) {
      this.#contradict(event as Completion, difference);
      return;
    }
    const { call, entry, loop } = step;
    // ended before user code decides what follows; a loop of the host ends with its last step
    if (loop === undefined) this.#end(step);
    // granted to nobody: its task was cancelled meanwhile
    if (call.kind === 'entity-lock' && event.kind === 'event-raised' && entry.outcome !== undefined) {
      call.lock.release();
      return;
    }
    const sequel = this.#sequelOf(step, event);
    if (sequel === undefined) return;
    if (sequel.status === 'pending') {
      this.#continue(step, sequel);
      return;
    }
    if (loop !== undefined) this.#end(step);
    this.#settle(entry, sequel);
  }

  /** What follows; `undefined` when history holds what cannot be read. */
  #sequelOf(step: Step, event: Completion | EventRaised): Sequel | undefined {
    try {
      return decideSequel(step, event, this.nowMs, this.#facts);
    } catch (error) {
      if (!(error instanceof DurableError)) throw error;
      this.fault ??= error;
      return undefined;
    }
  }

  /** Notes that the host is through with a step. */
  #end(step: Step): void {
    markOver(step);
    this.steps.endRound(step, this.nowMs);
  }

  /** Asks for the next step of a task of several; in a loop of the host it only takes its id. */
  #continue(step: Step, { call, isAttempt, afterPause, failure }: NextStep): void {
    const { entry, loop } = step;
    if (isAttempt === true) entry.attempts += 1;
    if (afterPause !== undefined) entry.afterPause = afterPause;
    const isPart = isSplit(call);
    // a pause that the host has split is over: what comes next is no part of it
    const hasEnded = loop !== undefined && !isPart && isSplit(step.call);
    if (hasEnded) this.#end(step);
    if (loop === undefined || hasEnded) {
      appendToScript(this.steps.script, this.#createStep(entry, call).node);
      return;
    }
    if (failure !== undefined) loop.failure = failure;
    step.isOver = true;
    this.#expect(
      isPart
        ? this.steps.addPart(step, this.#partOf(call), this.isReplaying, this.nowMs)
        : this.steps.addToLoop(step, call, this.isReplaying, this.nowMs),
    );
  }

  #partOf(timer: TimerCall): TimerCall {
    const { timers } = this.#facts;
    const hostNowMs = timers.hostClockLags ? this.steps.roundStartMs(this.nowMs) : this.nowMs;
    return partOfTimer(timer, this.nowMs, timers, hostNowMs);
  }

  #settle(entry: Entry, outcome: Outcome<unknown>): void {
    settle(entry, outcome, this.#settled);
  }

  #afterSettling(entry: Entry): void {
    this.subscriptions.settle(entry);
    if (this.#onSettled.size > 0) this.#tellOf(entry);
    if (entry.what.kind === 'event' && entry.isAbandoned) this.#inbox.answered(entry.what.name, entry);
    if (entry.what.kind === 'any') this.#successions.note(entry);
    if (entry.what.kind === 'event-or-timer') this.#endTimeout(entry);
  }

  #tellOf(entry: Entry): void {
    const act = this.#onSettled.get(entry);
    this.#onSettled.delete(entry);
    act?.();
  }

  /** The timer of an event that came is cancelled; the wait of a timer that fired is left to the next wait. */
  #endTimeout(entry: Entry): void {
    const [wait, timer] = entry.children;
    if (timer !== undefined && timer.outcome === undefined) this.cancelTimer(timer);
    else if (wait?.what.kind === 'event' && wait.outcome === undefined) this.#inbox.abandon(wait.what.name, wait);
  }

  #contradict(event: Completion | Scheduling, difference: string, thrown?: { readonly error: unknown }): void {
    if (this.fault !== undefined) return;
    this.contradiction = { event, difference, thrown };
    this.fault = describeContradiction(this.#facts.subject, this.contradiction);
  }
}

/** Whether it is a part of a timer that is too long for the host. */
function isSplit(call: Call): call is TimerCall {
  return call.kind === 'timer' && call.untilMs !== undefined;
}

import { createContext } from '../context/create-context.ts';
import type { OrchestrationContext } from '../context/orchestration-context.ts';
import { MacrotaskLane } from '../effects/macrotask-lane.ts';
import { type CodeSurroundings, surroundCode } from '../effects/surround-code.ts';
import { isDurableError } from '../errors/durable-error.ts';
import { decodeJson } from '../history/decode-json.ts';
import type { ExecutionStarted, HistoryEvent } from '../history/history-event.ts';
import type { Logger } from '../logging/logger.ts';
import { applySchema } from '../schema/apply-schema.ts';
import { describeCall } from '../tasks/call.ts';
import { type Contradiction, describeContradiction } from './contradiction.ts';
import { createRunState } from './create-run-state.ts';
import { driveAsync } from './drive-async.ts';
import { driveGenerator } from './drive-generator.ts';
import type { DrivenCode } from './driven-code.ts';
import type { Driver } from './driver.ts';
import { Ledger } from './ledger.ts';
import { readBeginning } from './patches.ts';
import { placeOfContradiction } from './place-of-contradiction.ts';
import { isCompound } from './records.ts';
import type { CodeEnd, RunState } from './run-state.ts';
import { closeScript } from './script.ts';
import { classifyResult } from './start-code.ts';

const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** What runs: the function of an orchestration definition. */
export type OrchestratorCode = (context: OrchestrationContext) => unknown;

/**
 * Folds history over an orchestrator function: the one place that runs user code.
 *
 * 1. One event at a time; after each the code runs on until it waits again.
 * 2. The code may use its context only while `advance` runs.
 * 3. Nothing is processed after the code has ended, except that history knows what it scheduled last, and that loops of the host go on.
 */
export class Replay {
  readonly ledger: Ledger;
  readonly state: RunState;
  readonly #code: OrchestratorCode;
  readonly #subject: string;
  readonly #surroundings: CodeSurroundings;
  #startedAtMs = 0;
  #driver: Driver | undefined;
  #hasStarted = false;
  #advances = 0;

  constructor(code: OrchestratorCode, state: RunState) {
    this.#code = code;
    this.#subject = `orchestration '${state.name}' (instance '${state.instanceId}')`;
    this.state = state;
    this.ledger = new Ledger({
      subject: this.#subject,
      timers: state.timers,
      httpPollMs: state.httpPollMs,
      runCode: (decide) => this.#surroundings.run(decide),
    });
    this.#surroundings = surroundCode({
      subject: this.#subject,
      seed: state.instanceId,
      nowMs: () => this.ledger.nowMs,
      startedAtMs: () => this.#startedAtMs,
      ioGuard: state.ioGuard,
      stableGlobals: state.stableGlobals,
    });
  }

  /** Orchestrator time at which the code began, in milliseconds since 1970. */
  get startedAtMs(): number {
    return this.#startedAtMs;
  }

  /** Whether the execution is over: no further event changes what it answers. */
  get isOver(): boolean {
    const { state, ledger } = this;
    return state.end !== undefined || state.continuedAsNew !== undefined || ledger.fault !== undefined;
  }

  /** Runs the code over the next events. Never rejects for what code or history do. */
  async advance(events: readonly HistoryEvent[]): Promise<void> {
    const { state, ledger } = this;
    if (!this.isOver) ledger.fault = state.lateUse;
    ledger.cancelledTimers = [];
    const latestTurn = events.findLastIndex((event) => event.kind === 'orchestrator-started');
    if (!this.#hasStarted) state.readBeginning = () => readBeginning(events);
    state.isTurnOpen = true;
    this.#surroundings.openTurn();
    try {
      const lane = new MacrotaskLane();
      let index = 0;
      const takeOn = (): boolean => {
        const isInside = this.#isSynchronous;
        while (index < events.length && this.#isSynchronous === isInside) {
          ledger.isReplaying = index < latestTurn;
          if (this.#take(events[index++] as HistoryEvent)) return true;
        }
        return false;
      };
      while (index < events.length) {
        // a generator takes its events without a wait, and enters its surroundings once for all: that costs more than an event
        const runsOn = this.#isSynchronous ? this.#surroundings.run(takeOn) : takeOn();
        if (!runsOn) continue;
        await lane.drain();
        this.#lookAtRest();
      }
      if (this.#driver?.isSynchronous !== false) await this.#hearOfLosses(lane);
    } finally {
      state.isTurnOpen = false;
      this.#surroundings.closeTurn();
    }
    this.#advances += 1;
    if (ledger.contradiction !== undefined && this.#advances === 1) await this.#explain(ledger.contradiction, events);
  }

  /** Says where history and code part: only when the whole history is at hand, which is when code replays at all. */
  async #explain(contradiction: Contradiction, events: readonly HistoryEvent[]): Promise<void> {
    const { ledger } = this;
    if (ledger.callLines !== undefined || ledger.fault?.code !== 'non-deterministic') return;
    const traced = new Replay(this.#code, createRunState({ ...this.state, log: silentLogger }));
    traced.ledger.callLines = new Map();
    await traced.advance(events);
    ledger.fault = describeContradiction(this.#subject, contradiction, {
      index: events.indexOf(contradiction.event),
      call: placeOfContradiction(contradiction, ledger, traced.ledger),
    });
  }

  /** Node tells in the next macrotask what was lost: async code has come to rest in it already, other code has not. */
  async #hearOfLosses(lane: MacrotaskLane): Promise<void> {
    const wasOver = this.isOver;
    await lane.drain();
    this.#heed();
    if (this.isOver && !wasOver) this.#close();
  }

  get #isSynchronous(): boolean {
    return this.#driver?.isSynchronous === true;
  }

  /** Takes one event; answers whether the code runs on. */
  #take(event: HistoryEvent): boolean {
    if (this.isOver) {
      this.#acknowledge(event);
      return false;
    }
    this.state.isPlayed = event.isPlayed === true;
    this.#apply(event);
    if (this.#driver?.resume() === true) return true;
    this.#lookAtRest();
    return false;
  }

  #lookAtRest(): void {
    this.state.end ??= this.#driver?.lookAtRest();
    this.#heed();
    this.#checkOutput();
    if (this.isOver) this.#close();
  }

  #checkOutput(): void {
    const { state } = this;
    if (state.end?.kind !== 'returned' || state.outputSchema === undefined) return;
    try {
      const value = applySchema(
        state.outputSchema,
        state.end.value,
        `The output of ${this.#subject}`,
        'invalid-output',
      );
      state.end = { kind: 'returned', value };
    } catch (error) {
      state.end = { kind: 'threw', error };
    }
  }

  /** What the code did behind the back of its context ends the execution. */
  #heed(): void {
    const { fault, lostRejection } = this.#surroundings.scope;
    // It tells more than that the code now waits for nothing, which may follow from it.
    if (fault !== undefined) this.ledger.fault = fault;
    if (lostRejection !== undefined && this.state.end?.kind !== 'threw')
      this.state.end = { kind: 'threw', ...lostRejection };
  }

  #apply(event: HistoryEvent): void {
    switch (event.kind) {
      case 'orchestrator-started':
        if (this.#hasStarted) this.state.readBeginning = undefined;
        this.ledger.nowMs = Math.max(this.ledger.nowMs, event.timestampMs);
        break;
      case 'execution-started':
        if (!this.#hasStarted) this.#start(event);
        break;
      case 'event-raised':
        this.ledger.raise(event);
        break;
      case 'task-completed':
      case 'task-failed':
      case 'sub-orchestration-completed':
      case 'sub-orchestration-failed':
      case 'timer-fired':
        this.ledger.record(event);
        break;
      default:
        this.#acknowledge(event);
    }
  }

  #acknowledge(event: HistoryEvent): void {
    switch (event.kind) {
      case 'task-scheduled':
      case 'sub-orchestration-created':
      case 'timer-created':
      case 'event-sent':
        this.ledger.confirm(event, this.state.end?.kind === 'threw' ? this.state.end : undefined);
        break;
      case 'orchestrator-started':
        this.ledger.nowMs = Math.max(this.ledger.nowMs, event.timestampMs);
        break;
      case 'task-completed':
      case 'task-failed':
      case 'sub-orchestration-completed':
      case 'sub-orchestration-failed':
      case 'timer-fired':
        this.ledger.recordOfLoop(event);
    }
  }

  #start(event: ExecutionStarted): void {
    const { state, ledger } = this;
    this.#hasStarted = true;
    this.#startedAtMs = ledger.nowMs;
    state.version = event.version === '' ? undefined : event.version;
    state.parentInstanceId = event.parentInstanceId ?? state.parentInstanceId;
    try {
      if (state.givenInput !== undefined) state.input = state.givenInput.value;
      else if (event.input !== undefined) state.input = decodeJson(() => `The input of ${this.#subject}`, event.input);
    } catch (error) {
      if (!isDurableError(error)) throw error;
      ledger.fault = error;
      return;
    }
    try {
      if (state.inputSchema !== undefined) {
        state.input = applySchema(state.inputSchema, state.input, `The input of ${this.#subject}`, 'invalid-input');
      }
    } catch (error) {
      state.end = { kind: 'threw', error };
      return;
    }
    state.end = this.#call();
  }

  #call(): CodeEnd | undefined {
    const { state, ledger } = this;
    try {
      const started = classifyResult(this.#surroundings.run(() => this.#code(createContext(ledger, state))));
      if (started.kind === 'output') return { kind: 'returned', value: started.value };
      if (started.kind === 'promise' && state.generatorOption !== undefined) {
        throw new TypeError(`The code of ${this.#subject} is async; ${state.generatorOption} is for generators only.`);
      }
      if (started.kind === 'promise') this.#driver = driveAsync(started.promise, ledger, this.#drivenCode());
      else if (ledger.steps.asked.length > 0) {
        throw new TypeError(
          `The function of ${this.#subject} called its context before it returned a generator; make it a function* itself.`,
        );
      } else {
        ledger.takesIdsAtCall = false;
        this.#driver = driveGenerator(started.generator, ledger, this.#drivenCode());
      }
    } catch (error) {
      return { kind: 'threw', error };
    }
    return undefined;
  }

  #drivenCode(): DrivenCode {
    const { state, ledger } = this;
    return {
      subject: this.#subject,
      run: this.#surroundings.run,
      takeCompensations() {
        const taken = ledger.isClosed ? [] : state.compensations;
        state.compensations = [];
        return taken;
      },
    };
  }

  #close(): void {
    closeScript(this.ledger.steps.script);
    // what a generator asked for after continueAsNew is dropped on purpose
    if (this.ledger.isReplaying || this.ledger.isClosed) return;
    for (const { what } of this.ledger.unscheduled) {
      const name = isCompound(what) ? what.kind : describeCall(what);
      this.state.log.warn(`The code of ${this.#subject} called ${name} but never yielded it, so it was not scheduled.`);
    }
  }
}

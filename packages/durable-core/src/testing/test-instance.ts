import type { OrchestrationDefinition } from '../definitions/orchestration.ts';
import type { EntityDecision } from '../engine/entity-decision.ts';
import type { Execution } from '../engine/execution.ts';
import { openExecution } from '../engine/open-execution.ts';
import type { ActivityOutcome } from '../engine/run-activity.ts';
import type { CallSubOrchestratorDecision, ContinuedAsNew, Decision, Turn } from '../engine/turn.ts';
import { encodeJson } from '../history/encode-json.ts';
import type { FailureDetails, TaskFailure } from '../history/failure.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import type { JsonText } from '../history/json-text.ts';
import type { Logger } from '../logging/logger.ts';
import { EventBook } from './event-book.ts';
import { sentToEntities } from './sent-to-entities.ts';
import type { TestClock } from './test-clock.ts';
import type { TestEntities } from './test-entities.ts';

/** What an instance needs of its hub. */
export interface TestInstanceParts {
  readonly orchestration: OrchestrationDefinition;
  readonly instanceId: string;
  readonly input: JsonText | undefined;
  readonly parentInstanceId: string | undefined;
  readonly log: Logger;
  readonly clock: TestClock;
  readonly entities: TestEntities;
  /** Has the hub wait for work. */
  readonly track: (work: Promise<void>) => void;
  readonly callActivity: (name: string, input: JsonText | undefined, instanceId: string) => Promise<ActivityOutcome>;
  /** @returns What is wrong, when there is no such orchestration. */
  readonly startChild: (
    name: string,
    childId: string,
    input: JsonText | undefined,
    instanceId: string,
    whenDone: (child: TestInstance) => void,
  ) => FailureDetails | undefined;
  readonly onEnd: (instance: TestInstance) => void;
}

/** An instance in a test. */
export class TestInstance<O = unknown> {
  /** Its id. */
  readonly instanceId: string;
  readonly #parts: TestInstanceParts;
  #execution: Execution<Decision | EntityDecision>;
  #executionCount = 0;
  #history: HistoryEvent[] = [];
  #arrivals: HistoryEvent[] = [];
  /** What was sent to entities in the latest turn: it tells the execution how the answers are named. */
  #sent: HistoryEvent[] = [];
  #events = new EventBook();
  readonly #timers = new Map<number, () => void>();
  #isTurnDue = false;
  #end: { readonly output?: JsonText } | { readonly failure: FailureDetails; readonly error: unknown } | undefined;
  #customStatus: JsonText | undefined;

  /** Made by `hub.start`. */
  constructor(parts: TestInstanceParts) {
    this.#parts = parts;
    this.instanceId = parts.instanceId;
    this.#execution = this.#open();
  }

  /** Whether it goes on, returned, or threw. */
  get status(): 'running' | 'completed' | 'failed' {
    if (this.#end === undefined) return 'running';
    return 'failure' in this.#end ? 'failed' : 'completed';
  }

  /** What the code returned, as JSON says it; `undefined` while it has not. */
  get output(): O | undefined {
    const { output } = (this.#end ?? {}) as { readonly output?: JsonText };
    return output === undefined ? undefined : (JSON.parse(output) as O);
  }

  /** What the code threw, as it threw it; `undefined` when it did not. */
  get error(): unknown {
    return this.#end !== undefined && 'failure' in this.#end ? this.#end.error : undefined;
  }

  /** The latest custom status; `undefined` for none. */
  get customStatus(): unknown {
    return this.#customStatus === undefined ? undefined : JSON.parse(this.#customStatus);
  }

  /** Names of the events that the code waits for. */
  get awaitedEvents(): readonly string[] {
    return this.#events.openWaits;
  }

  /** What has happened in this execution; for `replayHistory`, and to be kept as a recording. */
  get history(): readonly HistoryEvent[] {
    return [...this.#history];
  }

  /** How often it has begun anew by `continueAsNew`. */
  get continuedAsNewCount(): number {
    return this.#executionCount;
  }

  /** Raises an event; it is taken with the next `settle`, `advance` or `run`. @throws {TypeError} when the instance has ended. */
  raiseEvent(name: string, data?: unknown): void {
    if (this.#end !== undefined) throw new TypeError(`Instance '${this.instanceId}' has ended, and takes no event.`);
    const input = encodeJson(`The data of event '${name}'`, data);
    this.#arrive({ kind: 'event-raised', name, ...(input !== undefined && { input }), timestampMs: this.#now() });
  }

  /** Asks the instance to end, as `ctx.signal` tells its code. @throws {TypeError} when the instance has ended. */
  cancel(reason?: string): void {
    this.raiseEvent('perdura.cancel', { reason });
  }

  /** Called by the hub, once. */
  begin(): void {
    this.#arrive(this.#started(this.#parts.input));
  }

  /** What an instance that failed tells whoever called it. */
  static failureOf(instance: TestInstance): TaskFailure {
    const { instanceId } = instance;
    const end = instance.#end;
    if (end === undefined || !('failure' in end)) throw new TypeError(`Instance '${instanceId}' has not failed.`);
    const { failure } = end;
    return { reason: `Sub-orchestration '${instanceId}' failed: ${failure.errorMessage}`, failureDetails: failure };
  }

  #started(input: JsonText | undefined): HistoryEvent {
    const { orchestration, parentInstanceId } = this.#parts;
    return {
      kind: 'execution-started',
      name: orchestration.name,
      ...(orchestration.version !== undefined && { version: orchestration.version }),
      ...(input !== undefined && { input }),
      ...(parentInstanceId !== undefined && { parentInstanceId }),
      timestampMs: this.#now(),
    };
  }

  #open(): Execution<Decision | EntityDecision> {
    const { orchestration, instanceId, parentInstanceId, log } = this.#parts;
    return openExecution(orchestration, {
      instanceId,
      executionId: String(this.#executionCount),
      ...(parentInstanceId !== undefined && { parentInstanceId }),
      log,
      entities: true,
    });
  }

  #now(): number {
    return this.#parts.clock.nowMs;
  }

  #arrive(event: HistoryEvent): void {
    this.#arrivals.push(event);
    if (this.#isTurnDue || this.#end !== undefined) return;
    this.#isTurnDue = true;
    this.#parts.track(this.#takeTurns());
  }

  async #takeTurns(): Promise<void> {
    // What arrives at the same moment is one turn.
    await null;
    while (this.#arrivals.length > 0 && this.#end === undefined) await this.#takeTurn();
    this.#isTurnDue = false;
  }

  async #takeTurn(): Promise<void> {
    const timestampMs = this.#now();
    const events: HistoryEvent[] = [{ kind: 'orchestrator-started', timestampMs }, ...this.#arrivals];
    this.#arrivals = [];
    this.#history.push(...events);
    for (const event of events) if (event.kind === 'event-raised') this.#events.raised(event);
    const turn = await this.#execution.advance([...this.#sent, ...events]);
    const recorded = turn.decisions.flatMap((decision) => this.#recorded(decision, timestampMs));
    this.#sent = recorded.filter((event) => event.kind === 'event-sent');
    this.#history.push(...recorded);
    this.#history.push({ kind: 'orchestrator-completed', timestampMs });
    if (turn.customStatus !== undefined) this.#customStatus = turn.customStatus;
    this.#carryOut(turn);
    if (turn.outcome?.kind === 'continued-as-new') this.#beginAnew(turn.outcome);
    else if (turn.outcome !== undefined) {
      const { kind: _, ...end } = turn.outcome;
      this.#end = end;
      this.#parts.entities.forget(this.instanceId);
      for (const cancel of this.#timers.values()) cancel();
      this.#parts.onEnd(this as TestInstance);
    }
  }

  #recorded(decision: Decision | EntityDecision, timestampMs: number): readonly HistoryEvent[] {
    switch (decision.kind) {
      case 'call-activity':
      case 'call-http':
        return [{ ...decision, kind: 'task-scheduled', timestampMs }];
      case 'call-sub-orchestrator':
        return [{ ...decision, kind: 'sub-orchestration-created', instanceId: this.#childId(decision), timestampMs }];
      case 'create-timer':
        return [{ ...decision, kind: 'timer-created', timestampMs }];
      case 'wait-for-event':
        return [];
      default:
        return sentToEntities(decision, this.#requestId(decision), timestampMs);
    }
  }

  #carryOut({ decisions, cancelledTimers, outcome }: Turn<Decision | EntityDecision>): void {
    // Whatever an execution that is over still asks for is begun, as a host does, but a timer would keep time going for nobody.
    for (const decision of decisions) {
      if (decision.kind === 'create-timer' && outcome !== undefined) continue;
      this.#begin(decision);
    }
    for (const id of cancelledTimers) {
      this.#timers.get(id)?.();
      this.#timers.delete(id);
    }
  }

  #begin(decision: Decision | EntityDecision): void {
    const { callActivity, clock, entities, startChild, track } = this.#parts;
    const execution = this.#executionCount;
    const answer = (event: HistoryEvent): void => {
      if (execution === this.#executionCount) this.#arrive(event);
    };
    switch (decision.kind) {
      case 'call-activity':
      case 'call-http':
        track(
          callActivity(decision.name, decision.input, this.instanceId).then((ended) =>
            answer(taskEvent(decision.id, ended, this.#now())),
          ),
        );
        break;
      case 'call-sub-orchestrator': {
        const whenDone = (child: TestInstance): void => answer(childEvent(decision.id, child, this.#now()));
        const wrong = startChild(decision.name, this.#childId(decision), decision.input, this.instanceId, whenDone);
        if (wrong !== undefined) {
          const failure = { reason: wrong.errorMessage, failureDetails: wrong };
          answer({ kind: 'sub-orchestration-failed', id: decision.id, failure, timestampMs: this.#now() });
        }
        break;
      }
      case 'create-timer': {
        const ring = (): void => {
          this.#timers.delete(decision.id);
          answer({ kind: 'timer-fired', id: decision.id, timestampMs: this.#now() });
        };
        this.#timers.set(decision.id, clock.at(decision.fireAtMs, ring));
        break;
      }
      case 'wait-for-event':
        this.#events.awaited(decision.name);
        break;
      default: {
        const name = this.#requestId(decision);
        entities.begin(decision, this.instanceId, (input) =>
          answer({ kind: 'event-raised', name, input, timestampMs: this.#now() }),
        );
      }
    }
  }

  #beginAnew({ input, preserveUnprocessedEvents }: ContinuedAsNew): void {
    const timestampMs = this.#now();
    const late = this.#arrivals.filter((event) => event.kind === 'event-raised');
    const carried = preserveUnprocessedEvents
      ? this.#events.unprocessed.map((event) => ({ ...event, timestampMs }))
      : [];
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#executionCount += 1;
    this.#execution = this.#open();
    this.#history = [];
    this.#sent = [];
    this.#parts.entities.forget(this.instanceId);
    this.#events = new EventBook();
    this.#arrivals = [this.#started(input), ...carried, ...late];
  }

  #requestId(decision: EntityDecision): string {
    if (decision.kind === 'lock-entities') return decision.requestId;
    return `${this.instanceId}:${this.#executionCount}:${decision.id}`;
  }

  #childId({ id, instanceId }: CallSubOrchestratorDecision): string {
    return instanceId ?? `${this.instanceId}:${this.#executionCount}:${id}`;
  }
}

function taskEvent(id: number, ended: ActivityOutcome, timestampMs: number): HistoryEvent {
  if (ended.kind === 'failed') return { kind: 'task-failed', id, failure: ended.failure, timestampMs };
  return { kind: 'task-completed', id, ...(ended.result !== undefined && { result: ended.result }), timestampMs };
}

function childEvent(id: number, child: TestInstance, timestampMs: number): HistoryEvent {
  if (child.status === 'failed') {
    return { kind: 'sub-orchestration-failed', id, failure: TestInstance.failureOf(child), timestampMs };
  }
  const result = encodeJson('The output of a sub-orchestration', child.output);
  return { kind: 'sub-orchestration-completed', id, ...(result !== undefined && { result }), timestampMs };
}

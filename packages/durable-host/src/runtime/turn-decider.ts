import type { OrchestrationDefinition } from '@perdura/durable-core';
import {
  type Decision,
  type EntityDecision,
  type EntityExecutionOptions,
  type HistoryEvent,
  type Logger,
  openExecution,
  type Turn,
} from '@perdura/durable-core/engine';
import type { ClientBinding } from '../http/client-binding.ts';
import { isFinished } from '../instances/instance.ts';
import { type Arrival, isMeantFor, isSuspension } from '../instances/message.ts';
import { isJsonFunction } from '../json/json-function.ts';
import { takeJsonTurn } from '../json/take-json-turn.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';
import type { Store } from '../store/store.ts';
import { applyTurn, type Completion } from '../turns/apply-turn.ts';
import { growHistory, type HistoryLimits, historyProblem } from '../turns/history-size.ts';
import { overgrownTurn } from '../turns/overgrown-turn.ts';
import { suspensionTurn } from '../turns/suspension-turn.ts';
import { terminateTurn } from '../turns/terminate-turn.ts';
import type { TurnChanges } from '../turns/turn-changes.ts';
import { wake } from '../turns/wake.ts';
import type { LiveExecution } from './live-execution.ts';

/** What a {@link TurnDecider} works with. */
export interface TurnDeciderParts {
  readonly store: Store;
  readonly functions: FunctionRegistry;
  readonly completion: Completion;
  readonly limits: HistoryLimits;
  readonly log: Logger;
  /** What a client of the host is made from; `undefined` while it does not listen. */
  readonly client: () => ClientBinding | undefined;
}

/** What a turn came to. */
export interface DecidedTurn {
  /** What it does to the database. */
  readonly changes: TurnChanges;
  /** What may stay in memory; `undefined` for nothing. */
  readonly live: LiveExecution | undefined;
}

/** Runs the code of instances, and turns what it decides into changes of the database. Writes nothing itself. */
export class TurnDecider {
  readonly #parts: TurnDeciderParts;
  readonly #signal: AbortSignal;

  /** @param signal  Aborted when the host closes. */
  constructor(parts: TurnDeciderParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  /**
   * Runs the code over what arrived.
   *
   * @returns The changes and what to keep in memory; `undefined` when nobody wants what arrived; `'not-now'` when this
   *   host does not have the code.
   */
  async decide(
    live: LiveExecution,
    arrivals: readonly Arrival[],
    nowMs: number,
  ): Promise<DecidedTurn | 'not-now' | undefined> {
    const { instance } = live;
    const wanted = arrivals
      .filter((arrival) => isMeantFor(arrival, instance.executionId))
      .map(({ message }) => message);
    if (wanted.length === 0 || isFinished(instance.status)) return undefined;
    const consumed = arrivals.map(({ source }) => source);
    const termination = wanted.find((message) => message.kind === 'execution-terminated');
    const woken = wake(wanted, nowMs);
    if (termination !== undefined) {
      return { changes: terminateTurn(instance, termination, woken, consumed, nowMs), live: undefined };
    }
    const event = wanted.find(isSuspension);
    if (event !== undefined) {
      const hasBegun = live.execution !== undefined || live.past.length > 0;
      const changes = suspensionTurn({ instance, event, consumed, open: live.open, hasBegun, nowMs });
      const size = growHistory(live.size, changes.appended);
      return { changes, live: { ...live, instance: changes.instance, size } };
    }
    const problem = historyProblem(live.size, this.#parts.limits);
    if (problem !== undefined) {
      return { changes: overgrownTurn(instance, problem, woken, consumed, nowMs), live: undefined };
    }
    const advanced = await this.#advance(live, woken);
    if (advanced === undefined) return 'not-now';
    const { turn, execution } = advanced;
    const { store, completion } = this.#parts;
    const { open } = live;
    const history = () => store.history.read(instance.id);
    const changes = applyTurn({ instance, open, history, woken, consumed, turn, nowMs, completion });
    const goesOn = changes.next === undefined && !isFinished(changes.instance.status);
    if (!goesOn || execution === undefined) return { changes, live: undefined };
    // By what was sent, the engine knows under which name an answer comes.
    const sent = changes.posts === undefined ? [] : changes.appended.filter((event) => event.kind === 'event-sent');
    const size = growHistory(live.size, changes.appended);
    return {
      changes,
      live: { instance: changes.instance, open: changes.open, execution, size, past: sent, recordedWaits: 0 },
    };
  }

  /** Leads the code through what is new, and answers what it came to; `undefined` when this host does not have the code. */
  async #advance(
    live: LiveExecution,
    woken: readonly HistoryEvent[],
  ): Promise<{ turn: Turn<Decision | EntityDecision>; execution?: LiveExecution['execution'] } | undefined> {
    const { functions, log, client } = this.#parts;
    const { instance, past, recordedWaits } = live;
    const definition = functions.orchestration(instance.name);
    if (isJsonFunction(definition)) {
      const facts = { instanceId: instance.id, client: client(), signal: this.#signal };
      const history = [...past, ...woken];
      const openTimers = live.open.timers;
      const turn = { orchestrator: definition, instance, history, recordedWaits, openTimers, facts, log };
      return { turn: await takeJsonTurn(turn) };
    }
    const execution = live.execution ?? this.#open(live, definition);
    return execution && { turn: await execution.advance([...past, ...woken]), execution };
  }

  #open({ instance }: LiveExecution, definition: OrchestrationDefinition | undefined): LiveExecution['execution'] {
    const { log } = this.#parts;
    if (definition === undefined) {
      log.warn(`Instance '${instance.id}' waits: this host has no orchestration '${instance.name}'.`);
      return undefined;
    }
    const options: EntityExecutionOptions = {
      instanceId: instance.id,
      executionId: instance.executionId,
      ...(instance.parent && { parentInstanceId: instance.parent.instanceId }),
      log,
      entities: true,
    };
    return openExecution(definition, options);
  }
}

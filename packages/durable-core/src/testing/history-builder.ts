import { encodeJson } from '../history/encode-json.ts';
import type { TaskFailure } from '../history/failure.ts';
import type { HistoryEvent } from '../history/history-event.ts';

const startMs = Date.UTC(2024, 0, 1);

/** What else the start of an execution may record. */
export interface StartedDetails {
  /** Version the instance was started with. (default: none) */
  readonly version?: string;
  /** Id of the instance that called this one. (default: none) */
  readonly parentInstanceId?: string;
}

/**
 * A history that is written in a test, turn by turn. Begin it by {@link history}; `new History()` is one in which nothing has happened yet.
 *
 * Every method but `take` adds one event to the turn that is open, and returns the builder. An `id` is a sequence id: 0 for the first activity,
 * timer, sub-orchestration or message that the code asked for, 1 for the second and so on. Seconds count from 2024-01-01T00:00:00Z.
 * Values are those of the code; they are recorded as JSON, and `undefined` is recorded as none.
 *
 * Every method throws a `TypeError` for arguments that no history can have, and a `DurableError` of code `not-serializable` for a value
 * that JSON cannot say.
 */
export class History {
  /** All events so far, oldest first: what `replayHistory` and `openExecution(...).advance` take. */
  readonly events: HistoryEvent[] = [];
  #nowMs = startMs;
  #taken = 0;

  /** A turn begins, `seconds` after 2024-01-01T00:00:00Z. What is added from here on was recorded then. */
  turn(seconds: number): this {
    this.#nowMs = timeOf('turn', seconds);
    return this.#add({ kind: 'orchestrator-started' });
  }

  /** The execution of the orchestration `name` begins, with `input`. */
  started(name: string, input?: unknown, { version, parentInstanceId }: StartedDetails = {}): this {
    return this.#add({
      kind: 'execution-started',
      name: checkName('started', 'the name of an orchestration', name),
      ...json('input', 'The input', input),
      ...(version !== undefined && { version: checkName('started', 'a version', version) }),
      ...(parentInstanceId !== undefined && {
        parentInstanceId: checkName('started', 'the id of the parent', parentInstanceId),
      }),
    });
  }

  /** The host has scheduled the activity `name`. */
  scheduled(id: number, name: string): this {
    checkId('scheduled', id);
    return this.#add({ kind: 'task-scheduled', id, name: checkName('scheduled', 'the name of an activity', name) });
  }

  /** Activity `id` has returned `result`. */
  completed(id: number, result?: unknown): this {
    checkId('completed', id);
    return this.#add({ kind: 'task-completed', id, ...json('result', 'The result', result) });
  }

  /** Activity `id` has failed, for a reason. (default reason: `'boom'`) */
  failed(id: number, failure: Partial<TaskFailure> = {}): this {
    checkId('failed', id);
    if (typeof failure !== 'object' || failure === null) {
      throw new TypeError(`history.failed takes a failure such as { reason: 'no money' }, got ${told(failure)}.`);
    }
    return this.#add({ kind: 'task-failed', id, failure: { reason: 'boom', ...failure } });
  }

  /** The host has set timer `id`, to fire `seconds` after 2024-01-01T00:00:00Z. */
  timerSet(id: number, seconds: number): this {
    checkId('timerSet', id);
    return this.#add({ kind: 'timer-created', id, fireAtMs: timeOf('timerSet', seconds) });
  }

  /** Timer `id` has fired. */
  fired(id: number): this {
    checkId('fired', id);
    return this.#add({ kind: 'timer-fired', id });
  }

  /** The event `name` has come from outside, with `data`. */
  raised(name: string, data?: unknown): this {
    checkName('raised', 'the name of an event', name);
    return this.#add({ kind: 'event-raised', name, ...json('input', 'The data', data) });
  }

  /** `message` was sent, as number `id`, to an entity: to the instance of the id `@name@key`. */
  sent(id: number, instanceId: string, message: object): this {
    checkId('sent', id);
    checkName('sent', 'the instance id of the receiver', instanceId);
    return this.#add({ kind: 'event-sent', id, instanceId, name: 'op', ...json('input', 'The message', message) });
  }

  /** The host has started the sub-orchestration `name`, as the instance `instanceId`. */
  childStarted(id: number, name: string, instanceId: string): this {
    checkId('childStarted', id);
    checkName('childStarted', 'the name of an orchestration', name);
    checkName('childStarted', 'the instance id of the child', instanceId);
    return this.#add({ kind: 'sub-orchestration-created', id, name, instanceId });
  }

  /** Sub-orchestration `id` has returned `result`. */
  childCompleted(id: number, result?: unknown): this {
    checkId('childCompleted', id);
    return this.#add({ kind: 'sub-orchestration-completed', id, ...json('result', 'The result', result) });
  }

  /** Sub-orchestration `id` has failed, for `reason`. */
  childFailed(id: number, reason: string): this {
    checkId('childFailed', id);
    checkName('childFailed', 'a reason', reason);
    return this.#add({ kind: 'sub-orchestration-failed', id, failure: { reason } });
  }

  /** The events added since the last `take`: what an execution that is kept is to be given next. */
  take(): readonly HistoryEvent[] {
    const fresh = this.events.slice(this.#taken);
    this.#taken = this.events.length;
    return fresh;
  }

  #add(event: DistributiveOmit<HistoryEvent, 'timestampMs'>): this {
    this.events.push({ ...event, timestampMs: this.#nowMs });
    return this;
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/**
 * Begins a history: its first turn is open, and the orchestration `name` has started with `input`.
 *
 * ```ts
 * const past = history('ship', { sku: 'tea' }).scheduled(0, 'reserve').turn(1).completed(0, 'reserved');
 * const report = await replayHistory(ship, past.events);
 * ```
 *
 * @param name  Of the orchestration. (default `'o'`)
 * @param input  Of the orchestration. (default: none)
 * @throws {TypeError} when the name is none.
 */
export function history(name = 'o', input?: unknown): History {
  return new History().turn(0).started(name, input);
}

function json<K extends string>(key: K, what: string, value: unknown): { readonly [key in K]?: string } {
  const text = encodeJson(what, value);
  return (text === undefined ? {} : { [key]: text }) as { readonly [key in K]?: string };
}

function timeOf(method: string, seconds: number): number {
  if (Number.isFinite(seconds)) return startMs + seconds * 1000;
  throw new TypeError(`history.${method} takes a number of seconds, got ${told(seconds)}.`);
}

function checkId(method: string, id: number): void {
  if (Number.isSafeInteger(id) && id >= 0) return;
  throw new TypeError(`history.${method} takes a sequence id, a whole number from 0, got ${told(id)}.`);
}

function checkName(method: string, what: string, name: string): string {
  if (typeof name === 'string' && name !== '') return name;
  throw new TypeError(`history.${method} takes ${what}, a string that is not empty, got ${told(name)}.`);
}

function told(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

import type { HistoryEvent, TaskFailure } from '@perdura/durable-core/engine';

const startMs = Date.parse('2024-01-01T00:00:00Z');

/** Builds a history turn by turn: `history('ship').turn(1).completed(0, 'ok')`. Times are seconds from 2024-01-01. */
export class History {
  readonly events: HistoryEvent[] = [];
  #nowMs = startMs;
  #taken = 0;

  /** Opens a turn `seconds` after the start. */
  turn(seconds: number): this {
    this.#nowMs = startMs + seconds * 1000;
    return this.#add({ kind: 'orchestrator-started' });
  }

  started(name: string, input?: unknown, more: { version?: string; parentInstanceId?: string } = {}): this {
    return this.#add({
      kind: 'execution-started',
      name,
      ...(input !== undefined && { input: JSON.stringify(input) }),
      ...more,
    });
  }

  scheduled(id: number, name: string): this {
    return this.#add({ kind: 'task-scheduled', id, name });
  }

  completed(id: number, result?: unknown): this {
    return this.#add({ kind: 'task-completed', id, ...(result !== undefined && { result: JSON.stringify(result) }) });
  }

  failed(id: number, failure: Partial<TaskFailure> = {}): this {
    return this.#add({ kind: 'task-failed', id, failure: { reason: 'boom', ...failure } });
  }

  timerSet(id: number, seconds: number): this {
    return this.#add({ kind: 'timer-created', id, fireAtMs: startMs + seconds * 1000 });
  }

  fired(id: number): this {
    return this.#add({ kind: 'timer-fired', id });
  }

  raised(name: string, data?: unknown): this {
    return this.#add({ kind: 'event-raised', name, ...(data !== undefined && { input: JSON.stringify(data) }) });
  }

  sent(id: number, instanceId: string, message: object): this {
    return this.#add({ kind: 'event-sent', id, instanceId, name: 'op', input: JSON.stringify(message) });
  }

  childStarted(id: number, name: string, instanceId: string): this {
    return this.#add({ kind: 'sub-orchestration-created', id, name, instanceId });
  }

  childCompleted(id: number, result: unknown): this {
    return this.#add({ kind: 'sub-orchestration-completed', id, result: JSON.stringify(result) });
  }

  childFailed(id: number, reason: string): this {
    return this.#add({ kind: 'sub-orchestration-failed', id, failure: { reason } });
  }

  /** The events added since the last call. */
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

/** A history whose first turn has begun. */
export function history(name = 'o', input?: unknown): History {
  return new History().turn(0).started(name, input);
}

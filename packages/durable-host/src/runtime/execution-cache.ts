import type { LiveExecution } from './live-execution.ts';

/** The executions that are kept in memory between turns: the last `limit` that took one. The others are replayed. */
export class ExecutionCache {
  readonly #limit: number;
  /** The one whose turn is longest ago comes first. */
  readonly #kept = new Map<string, LiveExecution>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(instanceId: string): LiveExecution | undefined {
    return this.#kept.get(instanceId);
  }

  /** Keeps an execution as the one that was used last, and lets go of the one that was not used for longest. */
  keep(live: LiveExecution): void {
    const { id } = live.instance;
    this.#kept.delete(id);
    this.#kept.set(id, live);
    if (this.#kept.size <= this.#limit) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  delete(instanceId: string): void {
    this.#kept.delete(instanceId);
  }
}

/** A row and the turn in which something happened to it. */
interface Dated<Row> {
  readonly row: Row;
  readonly turn: number;
}

/**
 * Finds out which work is another attempt of work that failed.
 *
 * A history does not mark attempts: another one is work of the same name and input that is scheduled when a timer fires
 * that was set in the turn the work failed in. Of several such failures and timers each is used once, in their order.
 */
export class AttemptBook<Row> {
  #turn = 0;
  readonly #timers = new Map<number, Dated<Row>>();
  /** The timers that fired in this turn and were not taken yet, by the turn they were set in. */
  readonly #fired = new Map<number, Row[]>();
  readonly #failures = new Map<string, Dated<Row>[]>();
  readonly #waits = new Set<Row>();

  beginTurn(): void {
    this.#turn += 1;
    this.#fired.clear();
  }

  timerSet(id: number, row: Row): void {
    this.#timers.set(id, { row, turn: this.#turn });
  }

  /** @returns The row of the timer; `undefined` when it was never set. */
  timerFired(id: number): Row | undefined {
    const timer = this.#timers.get(id);
    if (timer !== undefined) listAt(this.#fired, timer.turn).push(timer.row);
    return timer?.row;
  }

  timerOf(id: number): Row | undefined {
    return this.#timers.get(id)?.row;
  }

  /** @param key  What work and its attempts have in common: name and input. */
  workFailed(key: string, row: Row): void {
    listAt(this.#failures, key).push({ row, turn: this.#turn });
  }

  /** The failure that work of this key, begun now, tries again, and the timer it waited for; `undefined` for none. */
  takeAttempt(key: string): { readonly failed: Row; readonly timer: Row } | undefined {
    const failures = this.#failures.get(key) ?? [];
    for (const [i, failure] of failures.entries()) {
      const timer = this.#fired.get(failure.turn)?.shift();
      if (timer === undefined) continue;
      failures.splice(i, 1);
      this.#waits.add(timer);
      return { failed: failure.row, timer };
    }
    return undefined;
  }

  /** Whether a timer was the wait for another attempt. */
  isWait(row: Row): boolean {
    return this.#waits.has(row);
  }
}

function listAt<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

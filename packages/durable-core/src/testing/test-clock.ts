/** Something that is due at a time. */
interface Due {
  readonly dueMs: number;
  readonly order: number;
  readonly ring: () => void;
}

/** Time that passes only when a test says so. */
export class TestClock {
  #nowMs: number;
  #order = 0;
  readonly #due: Due[] = [];

  /** @param startMs  Milliseconds since 1970. */
  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  /** Milliseconds since 1970. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** When the next thing is due; `undefined` when nothing is. */
  get nextMs(): number | undefined {
    return this.#due[0]?.dueMs;
  }

  /** Has something done at a time. @returns Takes it back. */
  at(dueMs: number, ring: () => void): () => void {
    const due = { dueMs, order: this.#order++, ring };
    const index = this.#due.findIndex((other) => other.dueMs > dueMs);
    this.#due.splice(index === -1 ? this.#due.length : index, 0, due);
    return () => {
      const at = this.#due.indexOf(due);
      if (at >= 0) this.#due.splice(at, 1);
    };
  }

  /** Goes on to a time, and does the first thing that is due by then, if any; answers whether there was one. */
  ringNext(untilMs: number): boolean {
    const next = this.#due[0];
    if (next === undefined || next.dueMs > untilMs) {
      this.#nowMs = Math.max(this.#nowMs, untilMs);
      return false;
    }
    this.#due.shift();
    this.#nowMs = Math.max(this.#nowMs, next.dueMs);
    next.ring();
    return true;
  }
}

/**
 * Decides whose turn it is: so many instances take turns at once, the others wait in the order they came.
 *
 * Only so many ids are kept. Beyond that an id is forgotten; its messages are in the database, which has to be searched
 * again once the line is short.
 */
export class TurnPlaces {
  readonly #maxConcurrent: number;
  readonly #maxWaiting: number;
  readonly #waiting = new Set<string>();
  #taken = 0;
  #hasForgotten = false;

  constructor(maxConcurrent: number, maxWaiting: number) {
    this.#maxConcurrent = maxConcurrent;
    this.#maxWaiting = maxWaiting;
  }

  /**
   * Takes a place. Answers whether there was one; else the instance waits.
   *
   * @param mustNotForget  Something is in memory for the instance that the database does not know.
   */
  enter(instanceId: string, mustNotForget: boolean): boolean {
    if (this.#taken < this.#maxConcurrent) {
      this.#taken += 1;
      return true;
    }
    if (mustNotForget || this.#waiting.size < this.#maxWaiting) this.#waiting.add(instanceId);
    else if (!this.#waiting.has(instanceId)) this.#hasForgotten = true;
    return false;
  }

  /** Gives a place back. Answers who may enter now. */
  leave(): string | undefined {
    this.#taken -= 1;
    const [next] = this.#waiting;
    if (next !== undefined) this.#waiting.delete(next);
    return next;
  }

  /** Whether somebody waits for a place. */
  get isWaitedFor(): boolean {
    return this.#waiting.size > 0;
  }

  /** Whether the line is short enough for more to be read from the database. */
  get hasRoom(): boolean {
    return this.#waiting.size <= this.#maxWaiting / 2;
  }

  /** Answers whether somebody was forgotten since it was last asked. */
  takeForgotten(): boolean {
    const hasForgotten = this.#hasForgotten;
    this.#hasForgotten = false;
    return hasForgotten;
  }
}

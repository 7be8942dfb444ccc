/** Counts what is under way, and tells when nothing is. */
export class IdleGate {
  #underWay = 0;
  #waiting: (() => void)[] = [];

  /** Counts a promise until it settles. */
  track<T>(promise: Promise<T>): Promise<T> {
    this.#underWay += 1;
    const leave = () => {
      this.#underWay -= 1;
      if (this.#underWay > 0) return;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) resolve();
    };
    promise.then(leave, leave);
    return promise;
  }

  /** Resolves when nothing is under way; at once when nothing is. */
  whenIdle(): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

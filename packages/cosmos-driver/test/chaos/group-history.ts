/** An item as the chaos run writes it: which operation wrote it, and how often it was counted up since. */
export interface Version {
  readonly by: number;
  readonly count: number;
}

/** The items of a group by id; those that do not exist are left out. */
export type GroupState = Readonly<Record<string, Version>>;

/** What an operation makes of a state; `undefined` when the service must refuse it there. */
export type Effect = (state: GroupState) => GroupState | undefined;

/** How a write ended: acknowledged, refused because of what is there, failed without effect, or nobody knows. */
export type WriteEnd = 'acknowledged' | 'refused' | 'not-applied' | 'unknown';

/** Which states a group of items may be in, after what its one writer was told. */
export class GroupHistory {
  #states: readonly GroupState[] = [{}];
  /** Whether the session has seen everything that may have happened. */
  #isSettled = true;

  /** Whether the items may be in this state, also when a write with an effect is under way. */
  allows(state: GroupState, underWay?: Effect): boolean {
    const key = keyOf(state);
    return this.#states.some((each) => {
      const applied = underWay?.(each);
      return keyOf(each) === key || (applied !== undefined && keyOf(applied) === key);
    });
  }

  /** Learns that the items are in this state now, whatever was written before. */
  restart(state: GroupState): void {
    this.#states = [state];
    this.#isSettled = true;
  }

  /** Learns how a write ended that was under way at a restart: what it did may be lost, or may have been done again. */
  writeAcross(effect: Effect, end: WriteEnd): void {
    if (end === 'acknowledged' || end === 'unknown') this.write(effect, 'unknown');
  }

  /** How many states are possible. */
  get size(): number {
    return this.#states.length;
  }

  /** Whether two reads in a row must see the same. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Learns how a write ended. @throws when that cannot be. */
  write(effect: Effect, end: WriteEnd): void {
    const applied = this.#states.map(effect).filter((state) => state !== undefined);
    switch (end) {
      case 'acknowledged':
        this.#keep(applied, 'It was acknowledged, but cannot have been applied.');
        this.#isSettled = true;
        return;
      case 'refused':
        this.#keep(
          this.#states.filter((state) => effect(state) === undefined),
          'It was refused, but had to be possible.',
        );
        return;
      case 'unknown':
        this.#keep([...this.#states, ...applied], '');
        this.#isSettled = false;
        return;
      case 'not-applied':
        return;
    }
  }

  /** Learns what a read saw. @throws when no possible state looks so. */
  see(isSo: (state: GroupState) => boolean): void {
    const matching = this.#states.filter(isSo);
    if (matching.length === 0) throw new Error(`No possible state looks so: ${JSON.stringify(this.#states)}`);
    // Before the session has seen everything, a region that lags may show what was before.
    if (this.#isSettled) this.#states = matching;
  }

  #keep(states: readonly GroupState[], problem: string): void {
    if (states.length === 0) throw new Error(`${problem} Possible were ${JSON.stringify(this.#states)}`);
    this.#states = [...new Map(states.map((state) => [keyOf(state), state])).values()];
  }
}

/** A text that is the same for equal states. */
export function keyOf(state: GroupState): string {
  return Object.keys(state)
    .toSorted()
    .map((id) => `${id}=${state[id]?.by}+${state[id]?.count}`)
    .join();
}

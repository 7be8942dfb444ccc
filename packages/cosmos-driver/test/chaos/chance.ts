/** Random choices that a seed repeats. */
export interface Chance {
  /** From 0 to just below 1. */
  next(): number;
  /** An integer from 0 to just below `count`. */
  below(count: number): number;
  /** One of several. */
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** Whether something that is so likely happens. */
  happens(probability: number): boolean;
}

/** Mulberry32. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    happens: (probability) => next() < probability,
  };
}

/** A number of things that may be under way at once; the others wait their turn. */
export interface Permits {
  /** Does something when it is its turn. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Makes permits. @param count  How many at once, from 1. */
export function createPermits(count: number): Permits {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    async run(work) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
      }
    },
  };
}

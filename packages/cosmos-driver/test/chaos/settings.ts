const { PERDURA_CHAOS, PERDURA_SEED } = process.env;

/** How many operations a chaos run does; `pnpm chaos` does 200,000. */
export const operations: number = Number(PERDURA_CHAOS ?? 2_000);

/** What PERDURA_SEED repeats. */
export const seed: number = Number(PERDURA_SEED ?? Date.now() % 2 ** 31);

/** Prints what a long run did. */
export function tell(figures: object): void {
  if (operations > 2_000) process.stdout.write(`${JSON.stringify({ operations, seed, ...figures }, undefined, 2)}\n`);
}

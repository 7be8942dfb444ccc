import { median } from '@perdura/bench';

/** Work to measure: does something so many times. */
export type Work = (times: number) => void | Promise<void>;

/** How often one piece of work is measured; the others are measured in between, so that a busy machine is busy for all. */
const rounds = 9;

/**
 * Microseconds of CPU, of this process with its garbage collection, that each piece of work takes per time: medians.
 *
 * @param times  How often each is done in a round.
 */
export async function measureCpuUs<Name extends string>(
  works: Readonly<Record<Name, Work>>,
  times: Readonly<Record<Name, number>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(works) as Name[];
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  // Two rounds more: the first ones compile.
  for (let round = -2; round < rounds; round++) {
    for (const name of names) {
      const before = process.cpuUsage();
      await works[name](times[name]);
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) samples.get(name)?.push((user + system) / times[name]);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(samples.get(name) ?? [])])) as Record<Name, number>;
}

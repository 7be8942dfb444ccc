import { compareReaders } from '@perdura/bench';

const readers = {
  floor: new URL('read-by-floor.ts', import.meta.url),
  driver: new URL('read-by-driver.ts', import.meta.url),
};

/** Point reads of a 1 KB item by the driver, against the same reads by undici with a signature. */
export async function benchPointReads(): Promise<void> {
  for (const regionCount of [1, 2]) {
    const { floor, driver } = await compareReaders(readers, [64, 16, 1], regionCount);
    for (const [index, ours] of driver.entries()) {
      const theirs = floor[index];
      const what = `point read, ${ours.inFlight} in flight, ${regionCount} region${regionCount === 1 ? '' : 's'}`;
      const ratio = ours.cpuUs / (theirs?.cpuUs ?? Number.NaN);
      const figures = `${ours.cpuUs.toFixed(1)} µs, floor ${theirs?.cpuUs.toFixed(1)} µs of CPU`;
      console.log(`${what.padEnd(40)} ${figures.padStart(36)}   ${ratio.toFixed(2)} x (limit 1.3)`);
    }
  }
}

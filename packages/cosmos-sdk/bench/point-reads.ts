import { compareReaders } from '@perdura/bench';

const readers = {
  azure: new URL('read-by-azure.ts', import.meta.url),
  ours: new URL('read-by-sdk.ts', import.meta.url),
};

/** Least ratio of throughputs, by the number of reads in flight. */
const limits: Readonly<Record<number, number>> = { 64: 3, 16: 2.5, 1: 1.4 };

/** Point reads of a 1 KB item, parsed, against the same reads by @azure/cosmos. */
export async function benchPointReads(): Promise<void> {
  const { azure, ours } = await compareReaders(readers, Object.keys(limits).map(Number).reverse());
  for (const [index, our] of ours.entries()) {
    const their = azure[index];
    if (their === undefined) continue;
    const what = `point read, ${our.inFlight} in flight`;
    const compare = (figure: string, ours: number, theirs: number, digits: number, limit: string): void => {
      const figures = `${ours.toFixed(digits)}, @azure/cosmos ${theirs.toFixed(digits)}`;
      console.log(`${what}, ${figure}`.padEnd(36), figures.padStart(30), `  ${(ours / theirs).toFixed(2)} x${limit}`);
    };
    compare('reads/s', our.perSecond, their.perSecond, 0, ` (at least ${limits[our.inFlight]})`);
    compare('p99 in ms', our.p99Ms, their.p99Ms, 2, ' (at most 1)');
    compare('CPU in µs', our.cpuUs, their.cpuUs, 0, '');
  }
}

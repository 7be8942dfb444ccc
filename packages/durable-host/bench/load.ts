/** What is run: three activities one after the other, or a hundred at once. */
type Workload = 'sequence' | 'fan_out';

/** One measurement: so many instances, so many of them at a time. */
export interface Load {
  readonly workload: Workload;
  readonly instances: number;
  readonly inFlight: number;
}

/** Number of activities a fan-out starts at once. */
export const fanOutWidth = 100;

/** What every instance answers: of a sequence the sum of its results, of a fan-out too. Whoever answers another thing is not measured. */
const answers: Readonly<Record<Workload, number>> = {
  sequence: 1 + 2 + 3,
  fan_out: (fanOutWidth * (fanOutWidth + 1)) / 2,
};

/** An engine that runs the workloads. */
export interface Contender {
  /** Starts an instance and resolves to what it answered. */
  readonly run: (workload: Workload) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Milliseconds a load takes, from the first start until the last answer has been seen. */
export async function carry({ run }: Contender, { workload, instances, inFlight }: Load): Promise<number> {
  let left = instances;
  const startMs = performance.now();
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const answer = await run(workload);
      if (answer !== answers[workload]) throw new Error(`A ${workload} answered ${answer}.`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return performance.now() - startMs;
}

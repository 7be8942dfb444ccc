import type { JsonObject } from '../requests/json-object.ts';
import { type Refusal, refuse } from '../responses/answer.ts';

/** Request units that a container or database may spend in every second. */
export interface Throughput {
  /** Whether the user sets them, or the service up to a maximum. */
  readonly kind: ThroughputKind;
  /** Request units per second: all of them when manual, the most when by autoscale. */
  readonly requestUnits: number;
  /** By how much the maximum grows by itself, as it was sent; only by autoscale. */
  readonly autoUpgradePolicy?: JsonObject | undefined;
}

/** How throughput is provisioned. */
export type ThroughputKind = 'manual' | 'autoscale';

/** What a container has that asks for none, and shares none. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#provisioned-throughput */
export const defaultThroughput: Throughput = { kind: 'manual', requestUnits: 400 };

/** A partition serves at most 10,000 RU/s. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#provisioned-throughput */
export const maxThroughputPerPartition = 10_000;

/** The most a container can have without asking Microsoft. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#provisioned-throughput */
const maxThroughput = 1_000_000;

/**
 * The least there can be, the step between two values, and the part of the highest value ever below which none may fall.
 *
 * Stored data raises the least too, by 1 RU/s for every GB: more than any emulator holds until that counts.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/set-throughput#minimum-throughput-limits
 * @see https://learn.microsoft.com/azure/cosmos-db/autoscale-faq#lowering-the-max-ru-s
 */
const limits = {
  manual: { least: 400, step: 100, highestDividedBy: 100 },
  autoscale: { least: 1000, step: 1000, highestDividedBy: 10 },
} as const;

/**
 * The least throughput of a kind, in request units per second.
 *
 * @param highestEver  The most there ever was. (default `0`, there was none before)
 */
export function leastThroughput(kind: ThroughputKind, highestEver = 0): number {
  const { least, step, highestDividedBy } = limits[kind];
  return Math.max(least, roundUp(highestEver / highestDividedBy, step));
}

/** Refuses throughput that is too low, too high or between two steps. */
export function checkThroughput(throughput: Throughput, highestEver = 0): Throughput | Refusal {
  const { kind, requestUnits } = throughput;
  const { step } = limits[kind];
  const least = leastThroughput(kind, highestEver);
  const isValid =
    Number.isInteger(requestUnits) &&
    requestUnits >= least &&
    requestUnits <= maxThroughput &&
    requestUnits % step === 0;
  if (isValid) return throughput;
  return refuse(
    400,
    `The offer should have valid throughput values between ${least} and ${maxThroughput} inclusive in increments of ${step}.`,
  );
}

/**
 * What the service makes of throughput that changes its kind: as much as it was, in steps of the new kind.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/autoscale-faq#how-does-the-migration-between-autoscale-and-standard--manual--provisioned-throughput-work
 */
export function migrateThroughput({ requestUnits }: Throughput, kind: ThroughputKind, highestEver: number): Throughput {
  const { step } = limits[kind];
  return { kind, requestUnits: Math.max(leastThroughput(kind, highestEver), roundUp(requestUnits, step)) };
}

/** How many partitions it takes to serve throughput. */
export function partitionsFor({ requestUnits }: Throughput): number {
  return Math.ceil(requestUnits / maxThroughputPerPartition);
}

/** What a partition may spend in a second: its share of the throughput, as far as one partition can serve it. */
export function shareOf({ requestUnits }: Throughput, throughputFraction: number): number {
  return Math.min(requestUnits * throughputFraction, maxThroughputPerPartition);
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

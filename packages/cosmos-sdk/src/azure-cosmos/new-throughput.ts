import type { Throughput } from '@perdura/cosmos-driver';
import type { AutoUpgradePolicy } from './container-definition.ts';

/** How new databases and containers are told their throughput. */
export interface ThroughputRequest {
  /** Request units per second. */
  throughput?: number;
  /** Most request units per second, of autoscale. */
  maxThroughput?: number;
  /** How the most of autoscale grows. */
  autoUpgradePolicy?: AutoUpgradePolicy;
}

/**
 * The throughput of a new database or container.
 *
 * @param offerThroughput  What the options of the call say.
 * @throws {Error} for two throughputs.
 */
export function newThroughput(
  { throughput, maxThroughput, autoUpgradePolicy }: ThroughputRequest,
  offerThroughput: number | undefined,
): { readonly throughput?: Throughput } {
  if (throughput && maxThroughput) throw new Error('Cannot specify `throughput` with `maxThroughput`');
  if (throughput && autoUpgradePolicy) {
    throw new Error('Cannot specify autoUpgradePolicy with throughput. Use `maxThroughput` instead');
  }
  const manual = throughput || offerThroughput;
  if (maxThroughput) {
    const incrementPercent = autoUpgradePolicy?.throughputPolicy.incrementPercent;
    return { throughput: { kind: 'autoscale', maxRequestUnitsPerSecond: maxThroughput, incrementPercent } };
  }
  return manual ? { throughput: { kind: 'manual', requestUnitsPerSecond: manual } } : {};
}

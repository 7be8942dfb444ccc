import type { Throughput } from './throughput.ts';

/** The settings of autoscale, as offers and the header of creates carry them. */
export interface AutopilotSettings {
  readonly maxThroughput: number;
  readonly autoUpgradePolicy?: { readonly throughputPolicy: { readonly incrementPercent: number } };
}

/** Writes the settings of autoscale. */
export function autopilotSettings({
  maxRequestUnitsPerSecond: maxThroughput,
  incrementPercent,
}: Extract<Throughput, { kind: 'autoscale' }>): AutopilotSettings {
  if (incrementPercent === undefined) return { maxThroughput };
  return { maxThroughput, autoUpgradePolicy: { throughputPolicy: { incrementPercent } } };
}

import { defaults } from './defaults.ts';
import { type HedgingOptions, type HedgingSettings, hedgingFields } from './hedging-options.ts';
import { type FieldsOf, integerField } from './option-field.ts';
import { defaultsOf, overlayOptions } from './overlay-options.ts';
import {
  type PartitionFailoverOptions,
  type PartitionFailoverSettings,
  partitionFailoverFields,
} from './partition-failover-options.ts';
import type { EnvironmentLayers } from './read-environment.ts';

/** The driver options that the environment can set as well. */
export interface DriverTuning {
  /**
   * How long an endpoint is avoided after it failed, in milliseconds, from 0.
   * (default: the runtime's, else environment variable `AZURE_COSMOS_ENDPOINT_UNAVAILABLE_TTL_MS`, else `60000`)
   */
  readonly endpointUnavailabilityTtlMs?: number | undefined;
  /** When a partition is served by another region; each field is looked up by itself. */
  readonly partitionFailover?: PartitionFailoverOptions | undefined;
  /** Limits of asking a second region. */
  readonly hedging?: HedgingOptions | undefined;
}

/** Driver tuning with every layer and default applied. */
export interface DriverTuningSettings {
  readonly endpointUnavailabilityTtlMs: number;
  readonly partitionFailover: PartitionFailoverSettings;
  readonly hedging: HedgingSettings;
}

/** The table of driver tuning. */
export const driverTuningFields: FieldsOf<DriverTuning> = {
  endpointUnavailabilityTtlMs: integerField(0, 86_400_000, {
    byDefault: defaults.endpointUnavailabilityTtlMs,
    environment: 'AZURE_COSMOS_ENDPOINT_UNAVAILABLE_TTL_MS',
  }),
  partitionFailover: { group: { ...partitionFailoverFields } },
  hedging: { group: { ...hedgingFields } },
};

/** @param layers  Strongest first: driver, runtime. What operators override beats both, what the environment says neither. */
export function resolveDriverTuning(
  layers: readonly DriverTuning[],
  { overrides, defaults: ofEnvironment }: EnvironmentLayers<DriverTuning>,
): DriverTuningSettings {
  const resolved = [overrides, ...layers, ofEnvironment].reduceRight(
    (below, layer) => overlayOptions(below, { ...layer }, driverTuningFields),
    defaultsOf(driverTuningFields),
  ) as unknown as DriverTuningSettings;
  const enabledOverride = overrides.partitionFailover?.enabled;
  return Object.freeze({
    ...resolved,
    partitionFailover: Object.freeze({ ...resolved.partitionFailover, enabledOverride }),
  });
}

import { defaults } from './defaults.ts';
import { booleanField, type FieldsOf, integerField, type OptionField } from './option-field.ts';

/**
 * When a partition whose requests keep failing in one region is served by another: a circuit breaker for each partition.
 * Accounts that fail partitions over by themselves do so whatever is said here.
 */
export interface PartitionFailoverOptions {
  /** Whether there is a circuit breaker. (default `true`) */
  readonly enabled?: boolean | undefined;
  /** Failed reads of a partition that open the circuit, from 1. (default `10`) */
  readonly readFailureThreshold?: number | undefined;
  /** Failed writes of a partition that open the circuit, from 1; on accounts with several write regions. (default `5`) */
  readonly writeFailureThreshold?: number | undefined;
  /** After how long without a failure counting begins anew, in milliseconds, from 1000. (default `300000`) */
  readonly counterResetWindowMs?: number | undefined;
  /** How long a partition stays away from a region before that is tried again, in milliseconds, from 1000. (default `5000`) */
  readonly partitionUnavailabilityDurationMs?: number | undefined;
  /** How often it is looked which partitions are to be tried again, in milliseconds, from 1000. (default `300000`) */
  readonly failbackSweepIntervalMs?: number | undefined;
  /** How often in a row another region must answer sooner than the partition's own to open the circuit, from 1. (default `5`) */
  readonly consecutiveHedgeWinThreshold?: number | undefined;
}

/** Partition failover options with every default applied. */
export interface PartitionFailoverSettings {
  readonly enabled: boolean;
  /** What the variable `AZURE_COSMOS_PPCB_ENABLED_OVERRIDE` says: it beats `enabled` and the account. */
  readonly enabledOverride: boolean | undefined;
  readonly readFailureThreshold: number;
  readonly writeFailureThreshold: number;
  readonly counterResetWindowMs: number;
  readonly partitionUnavailabilityDurationMs: number;
  readonly failbackSweepIntervalMs: number;
  readonly consecutiveHedgeWinThreshold: number;
}

/** Counters are kept in 32 bits by the other SDKs; nobody counts further. */
const maxCount = 2_147_483_647;
const { partitionFailover } = defaults;

function countField(
  name: 'readFailureThreshold' | 'writeFailureThreshold' | 'consecutiveHedgeWinThreshold',
  environment: string,
): OptionField {
  return integerField(1, maxCount, { byDefault: partitionFailover[name], environment });
}

function timeField(
  name: 'counterResetWindowMs' | 'partitionUnavailabilityDurationMs' | 'failbackSweepIntervalMs',
  environment: string,
): OptionField {
  return integerField(1_000, defaults.maxTimeMs, { byDefault: partitionFailover[name], environment });
}

/** The table of partition failover. The variables' names are those of the Rust driver. */
export const partitionFailoverFields: FieldsOf<PartitionFailoverOptions> = {
  enabled: booleanField({
    byDefault: partitionFailover.enabled,
    environment: 'AZURE_COSMOS_PPCB_ENABLED',
    overridable: true,
  }),
  readFailureThreshold: countField('readFailureThreshold', 'AZURE_COSMOS_PPCB_READ_FAILURE_THRESHOLD'),
  writeFailureThreshold: countField('writeFailureThreshold', 'AZURE_COSMOS_PPCB_WRITE_FAILURE_THRESHOLD'),
  counterResetWindowMs: timeField('counterResetWindowMs', 'AZURE_COSMOS_PPCB_COUNTER_RESET_WINDOW_MS'),
  partitionUnavailabilityDurationMs: timeField(
    'partitionUnavailabilityDurationMs',
    'AZURE_COSMOS_PPCB_PARTITION_UNAVAILABILITY_DURATION_MS',
  ),
  failbackSweepIntervalMs: timeField('failbackSweepIntervalMs', 'AZURE_COSMOS_PPCB_FAILBACK_SWEEP_INTERVAL_MS'),
  consecutiveHedgeWinThreshold: countField(
    'consecutiveHedgeWinThreshold',
    'AZURE_COSMOS_PPCB_CONSECUTIVE_HEDGE_WIN_THRESHOLD',
  ),
};

import type { AvailabilityStrategy } from './availability-strategy.ts';
import { operationOptionFields } from './operation-option-fields.ts';
import type {
  IntegratedCacheOptions,
  OperationOptions,
  ReadConsistencyStrategy,
  RetryAmbiguousWrites,
  ThrottlingRetryOptions,
} from './operation-options.ts';
import { defaultsOf, overlayOptions } from './overlay-options.ts';
import type { ThroughputControlOptions } from './throughput-control.ts';

/** Operation options with every layer and default applied. */
export interface ResolvedOperationOptions {
  readonly readConsistencyStrategy: ReadConsistencyStrategy;
  readonly excludedRegions: readonly string[];
  readonly contentResponseOnWrite: boolean;
  /** `undefined`: no limit. */
  readonly endToEndTimeoutMs: number | undefined;
  readonly maxFailoverRetryCount: number;
  /** `undefined`: by the account's number of write regions. */
  readonly maxSessionRetryCount: number | undefined;
  readonly sessionCapturingDisabled: boolean;
  /** Fields that are `undefined`: by the kind of operation. */
  readonly throttlingRetry: ThrottlingRetryOptions;
  readonly retryAmbiguousWrites: RetryAmbiguousWrites;
  readonly maxConcurrency: number;
  readonly maxBufferedItems: number;
  /** `undefined`: hedging, with a threshold by the deadline. */
  readonly availabilityStrategy: AvailabilityStrategy | undefined;
  /** `undefined`: as the strategy says. */
  readonly hedgingEnabled: boolean | undefined;
  /** Fields that are `undefined`: the group's, if there is one. */
  readonly throughputControl: ThroughputControlOptions;
  readonly queryMetrics: boolean;
  readonly indexMetrics: boolean;
  /** `undefined`: the service's. */
  readonly continuationTokenLimitInKb: number | undefined;
  /** `maxStalenessMs` that is `undefined`: the service's. */
  readonly integratedCache: IntegratedCacheOptions;
  readonly maxPageBytes: number;
  readonly customHeaders: Readonly<Record<string, string>>;
}

/** What the table of options says, from which `FieldsOf` lets no field be missing. */
const operationDefaults = Object.freeze(defaultsOf(operationOptionFields)) as unknown as ResolvedOperationOptions;

/**
 * Looks every field up in the layers, first answer wins, down to the default. Fields of groups are looked up one by one.
 *
 * @param layers  Strongest first: environment overrides, call, driver, runtime, environment.
 * @param below  What the layers below these came to. (default: the default of every field)
 */
export function resolveOperationOptions(
  layers: readonly OperationOptions[],
  below: ResolvedOperationOptions = operationDefaults,
): ResolvedOperationOptions {
  let resolved: Readonly<Record<string, unknown>> = { ...below };
  for (let index = layers.length - 1; index >= 0; index--) {
    resolved = overlayOptions(resolved, { ...layers[index] }, operationOptionFields);
  }
  return Object.freeze(resolved) as unknown as ResolvedOperationOptions;
}

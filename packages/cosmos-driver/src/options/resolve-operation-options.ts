import { defaults } from './defaults.ts';
import type { OperationOptions, RetryAmbiguousWrites, ThrottlingRetryOptions } from './operation-options.ts';

/** Operation options with every layer and default applied. */
export interface ResolvedOperationOptions {
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
  readonly customHeaders: Readonly<Record<string, string>>;
}

/**
 * Looks every field up in the layers, first answer wins, down to the default. Fields of groups are looked up one by one.
 *
 * @param layers  Strongest first: environment overrides, call, driver, runtime, environment.
 */
export function resolveOperationOptions(layers: readonly OperationOptions[]): ResolvedOperationOptions {
  const first = <Name extends keyof OperationOptions>(name: Name): OperationOptions[Name] =>
    layers.find((layer) => layer[name] !== undefined)?.[name];
  const firstThrottling = (name: keyof ThrottlingRetryOptions): number | undefined =>
    layers.find((layer) => layer.throttlingRetry?.[name] !== undefined)?.throttlingRetry?.[name];

  return Object.freeze({
    excludedRegions: first('excludedRegions') ?? defaults.excludedRegions,
    contentResponseOnWrite: first('contentResponseOnWrite') ?? defaults.contentResponseOnWrite,
    endToEndTimeoutMs: first('endToEndTimeoutMs'),
    maxFailoverRetryCount: first('maxFailoverRetryCount') ?? defaults.maxFailoverRetryCount,
    maxSessionRetryCount: first('maxSessionRetryCount'),
    sessionCapturingDisabled: first('sessionCapturingDisabled') ?? defaults.sessionCapturingDisabled,
    throttlingRetry: Object.freeze({
      maxRetryCount: firstThrottling('maxRetryCount'),
      maxRetryWaitMs: firstThrottling('maxRetryWaitMs'),
    }),
    retryAmbiguousWrites: first('retryAmbiguousWrites') ?? defaults.retryAmbiguousWrites,
    maxConcurrency: first('maxConcurrency') ?? defaults.maxConcurrency,
    maxBufferedItems: first('maxBufferedItems') ?? defaults.maxBufferedItems,
    customHeaders: first('customHeaders') ?? defaults.customHeaders,
  });
}

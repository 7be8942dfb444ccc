import type { ExecuteOptions, OperationOptions, ThrottlingRetryOptions } from './operation-options.ts';
import {
  booleanField,
  headersField,
  integerField,
  type OptionField,
  type OptionGroup,
  stringListField,
  wordField,
} from './option-field.ts';

/** Longest time an option may name: what a timer can wait. @see https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const maxTimeMs = 2_147_483_647;

/** What fits into an array and a map of JavaScript. */
const maxBufferedItems = 2 ** 24;

const throttlingRetryFields: Readonly<Record<keyof ThrottlingRetryOptions, OptionField>> = {
  maxRetryCount: integerField(0, 1000, 'AZURE_COSMOS_MAX_THROTTLE_RETRY_COUNT'),
  maxRetryWaitMs: integerField(0, maxTimeMs),
};

/** The table of operation options: bounds and environment variables. The variables' names are those of the Rust driver. */
export const operationOptionFields: Readonly<Record<keyof OperationOptions, OptionField | OptionGroup>> = {
  excludedRegions: stringListField(),
  contentResponseOnWrite: booleanField('AZURE_COSMOS_CONTENT_RESPONSE_ON_WRITE'),
  endToEndTimeoutMs: integerField(1, maxTimeMs),
  maxFailoverRetryCount: integerField(0, 100, 'AZURE_COSMOS_MAX_FAILOVER_RETRY_COUNT'),
  maxSessionRetryCount: integerField(0, 100, 'AZURE_COSMOS_MAX_SESSION_RETRY_COUNT'),
  sessionCapturingDisabled: booleanField(),
  throttlingRetry: { group: { ...throttlingRetryFields } },
  retryAmbiguousWrites: wordField(['idempotent', 'always', 'never'], {
    environment: 'AZURE_COSMOS_RETRY_AMBIGUOUS_WRITES',
    overridable: true,
  }),
  maxConcurrency: integerField(1, 1000),
  maxBufferedItems: integerField(1, maxBufferedItems),
  customHeaders: headersField(),
};

/** The options of one call. */
export const executeOptionFields: Readonly<Record<keyof ExecuteOptions, OptionField | OptionGroup>> = {
  ...operationOptionFields,
  signal: { problem: (value) => (isAbortSignal(value) ? undefined : 'must be an AbortSignal') },
};

function isAbortSignal(value: unknown): boolean {
  return (
    typeof (value as AbortSignal)?.aborted === 'boolean' &&
    typeof (value as AbortSignal).addEventListener === 'function'
  );
}

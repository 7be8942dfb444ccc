import { availabilityStrategyField } from './availability-strategy.ts';
import { defaults } from './defaults.ts';
import { headersField } from './headers-field.ts';
import type {
  ExecuteOptions,
  IntegratedCacheOptions,
  OperationOptions,
  ThrottlingRetryOptions,
} from './operation-options.ts';
import { booleanField, type FieldsOf, field, integerField, stringListField, wordField } from './option-field.ts';
import { throughputControlFields } from './throughput-control.ts';

const { data, metadata } = defaults.throttling;

/** What fits into an array and a map of JavaScript. */
const maxBufferedItems = 2 ** 24;

const throttlingRetryFields: FieldsOf<ThrottlingRetryOptions> = {
  maxRetryCount: integerField(0, 1000, {
    otherwise: `\`${data.maxRetryCount}\` (items), \`${metadata.maxRetryCount}\``,
    environment: 'AZURE_COSMOS_MAX_THROTTLE_RETRY_COUNT',
  }),
  maxRetryWaitMs: integerField(0, defaults.maxTimeMs, {
    otherwise: `\`${data.maxRetryWaitMs}\` (items), \`${metadata.maxRetryWaitMs}\``,
  }),
};

const integratedCacheFields: FieldsOf<IntegratedCacheOptions> = {
  maxStalenessMs: integerField(0, defaults.maxCacheStalenessMs, { otherwise: 'the service’s' }),
  bypassed: booleanField({ byDefault: defaults.integratedCacheBypassed }),
};

/** The table of operation options: bounds and environment variables. The variables' names are those of the Rust driver. */
export const operationOptionFields: FieldsOf<OperationOptions> = {
  readConsistencyStrategy: wordField(['Default', 'Eventual', 'Session', 'LatestCommitted', 'GlobalStrong'], {
    byDefault: defaults.readConsistencyStrategy,
    environment: 'AZURE_COSMOS_READ_CONSISTENCY_STRATEGY',
  }),
  excludedRegions: stringListField({ byDefault: defaults.excludedRegions }),
  contentResponseOnWrite: booleanField({
    byDefault: defaults.contentResponseOnWrite,
    environment: 'AZURE_COSMOS_CONTENT_RESPONSE_ON_WRITE',
  }),
  endToEndTimeoutMs: integerField(1, defaults.maxTimeMs),
  maxFailoverRetryCount: integerField(0, 100, {
    byDefault: defaults.maxFailoverRetryCount,
    environment: 'AZURE_COSMOS_MAX_FAILOVER_RETRY_COUNT',
  }),
  maxSessionRetryCount: integerField(0, 100, {
    otherwise: `\`${defaults.maxSessionRetryCount}\`, or the number of write regions`,
    environment: 'AZURE_COSMOS_MAX_SESSION_RETRY_COUNT',
  }),
  sessionCapturingDisabled: booleanField({ byDefault: defaults.sessionCapturingDisabled }),
  throttlingRetry: { group: { ...throttlingRetryFields } },
  retryAmbiguousWrites: wordField(['idempotent', 'always', 'never'], {
    byDefault: defaults.retryAmbiguousWrites,
    environment: 'AZURE_COSMOS_RETRY_AMBIGUOUS_WRITES',
    overridable: true,
  }),
  maxConcurrency: integerField(1, 1000, { byDefault: defaults.maxConcurrency }),
  maxBufferedItems: integerField(1, maxBufferedItems, { byDefault: defaults.maxBufferedItems }),
  availabilityStrategy: availabilityStrategyField,
  hedgingEnabled: booleanField({
    otherwise: 'as `availabilityStrategy` says',
    environment: 'AZURE_COSMOS_HEDGING_ENABLED',
    overridable: true,
  }),
  throughputControl: { group: { ...throughputControlFields } },
  queryMetrics: booleanField({ byDefault: defaults.queryMetrics }),
  indexMetrics: booleanField({ byDefault: defaults.indexMetrics }),
  continuationTokenLimitInKb: integerField(1, 1024, { otherwise: 'the service’s' }),
  integratedCache: { group: { ...integratedCacheFields } },
  maxPageBytes: integerField(4_194_304, 1_073_741_824, {
    byDefault: defaults.maxPageBytes,
    environment: 'AZURE_COSMOS_MAX_PAGE_BYTES',
  }),
  customHeaders: headersField({ byDefault: defaults.customHeaders }),
};

/** The options of one call. */
export const executeOptionFields: FieldsOf<ExecuteOptions> = {
  ...operationOptionFields,
  signal: field('an AbortSignal', isAbortSignal),
};

function isAbortSignal(value: unknown): boolean {
  return (
    typeof (value as AbortSignal)?.aborted === 'boolean' &&
    typeof (value as AbortSignal).addEventListener === 'function'
  );
}

import { checkOptions } from '../options/check-options.ts';
import { type FieldsOf, field } from '../options/option-field.ts';
import type { CosmosDiagnostics } from './cosmos-diagnostics.ts';

/** From where on an operation is worth a look. `Infinity` looks away. The defaults are those of other Azure Cosmos DB SDKs. */
export interface DiagnosticsThresholds {
  /** Duration of an operation on one item, in milliseconds. (default `1000`) */
  readonly pointLatencyMs?: number | undefined;
  /** Duration of any other operation or page, in milliseconds. (default `3000`) */
  readonly nonPointLatencyMs?: number | undefined;
  /** Charge of all its attempts, in request units. (default `1000`) */
  readonly requestCharge?: number | undefined;
  /** Longest body that it sent or received, in bytes. (default `1048576`) */
  readonly payloadBytes?: number | undefined;
}

/** Which threshold an operation is beyond. */
export type ThresholdBreach = 'point-latency' | 'non-point-latency' | 'request-charge' | 'payload-size';

function thresholdField(byDefault: number): ReturnType<typeof field> {
  return field('a number from 0, or Infinity', (value) => typeof value === 'number' && value >= 0, { byDefault });
}

/** The table of thresholds. @see https://learn.microsoft.com/azure/cosmos-db/nosql/troubleshoot-dotnet-sdk */
export const thresholdFields: FieldsOf<DiagnosticsThresholds> = {
  pointLatencyMs: thresholdField(1_000),
  nonPointLatencyMs: thresholdField(3_000),
  requestCharge: thresholdField(1_000),
  payloadBytes: thresholdField(1_048_576),
};

/**
 * The first threshold that an operation is beyond; `undefined` when it is beyond none.
 *
 * @throws {TypeError} for thresholds that do not exist, are negative or no numbers.
 */
export function thresholdBreach(
  diagnostics: CosmosDiagnostics,
  thresholds: DiagnosticsThresholds = {},
): ThresholdBreach | undefined {
  checkOptions('diagnostics thresholds', thresholds, thresholdFields);
  const {
    pointLatencyMs = 1_000,
    nonPointLatencyMs = 3_000,
    requestCharge = 1_000,
    payloadBytes = 1_048_576,
  } = thresholds;
  const { durationMs, operationName } = diagnostics;
  if (pointOperations.has(operationName)) {
    if (durationMs > pointLatencyMs) return 'point-latency';
  } else if (durationMs > nonPointLatencyMs) return 'non-point-latency';
  if (diagnostics.totalRequestCharge > requestCharge) return 'request-charge';
  const isLarge = diagnostics.requests.some(
    ({ requestBytes, responseBytes }) => Math.max(requestBytes, responseBytes) > payloadBytes,
  );
  return isLarge ? 'payload-size' : undefined;
}

const pointOperations = new Set([
  'create_item',
  'read_item',
  'upsert_item',
  'replace_item',
  'delete_item',
  'patch_item',
]);

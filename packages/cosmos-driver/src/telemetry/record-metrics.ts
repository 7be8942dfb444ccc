import type { Meter } from '@opentelemetry/api';
import type { OperationReport } from '../diagnostics/operation-report.ts';
import { commonAttributes, returnedRows, serverAttributes } from './operation-attributes.ts';

/** What is measured besides durations. */
export interface MeasuredMetrics {
  readonly requestChargeMetric?: boolean | undefined;
  readonly returnedRowsMetric?: boolean | undefined;
  readonly activeInstanceMetric?: boolean | undefined;
}

/** Measures operations and drivers. */
export interface MetricRecorder {
  /** Measures an operation that has ended. */
  record(report: OperationReport): void;
  /** Counts a driver. @returns What to call when it is closed. */
  readonly countInstance: (endpoint: string) => (() => void) | undefined;
}

/** Bounds of buckets, as the semantic conventions advise: seconds, request units, rows. */
const buckets = {
  durationSeconds: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
  requestCharge: [1, 5, 10, 25, 50, 100, 250, 500, 1_000],
  rows: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000],
};

/** @see https://opentelemetry.io/docs/specs/semconv/database/database-metrics/ */
export function createMetricRecorder(
  meter: Meter,
  { requestChargeMetric = false, returnedRowsMetric = false, activeInstanceMetric = false }: MeasuredMetrics,
): MetricRecorder {
  const durations = meter.createHistogram('db.client.operation.duration', {
    description: 'Duration of database client operations.',
    unit: 's',
    advice: { explicitBucketBoundaries: buckets.durationSeconds },
  });
  const charges = requestChargeMetric
    ? meter.createHistogram('azure.cosmosdb.client.operation.request_charge', {
        description: 'Request units that operations cost.',
        unit: '{request_unit}',
        advice: { explicitBucketBoundaries: buckets.requestCharge },
      })
    : undefined;
  const rows = returnedRowsMetric
    ? meter.createHistogram('db.client.response.returned_rows', {
        description: 'Resources on a page.',
        unit: '{row}',
        advice: { explicitBucketBoundaries: buckets.rows },
      })
    : undefined;
  const instances = activeInstanceMetric
    ? meter.createUpDownCounter('azure.cosmosdb.client.active_instance.count', {
        description: 'Drivers that are open.',
        unit: '{instance}',
      })
    : undefined;

  return {
    record(report) {
      const attributes = commonAttributes(report);
      const { durationMs, totalRequestCharge } = report.diagnostics;
      durations.record(durationMs / 1_000, attributes);
      charges?.record(totalRequestCharge, attributes);
      const count = returnedRows(report);
      if (count !== undefined) rows?.record(count, attributes);
    },
    countInstance(endpoint) {
      if (instances === undefined) return undefined;
      const attributes = serverAttributes(endpoint);
      instances.add(1, attributes);
      return () => instances.add(-1, attributes);
    },
  };
}

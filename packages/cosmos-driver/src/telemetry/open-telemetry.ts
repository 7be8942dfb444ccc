import { type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api';
import type { DiagnosticsHandler } from '../diagnostics/diagnostics-handler.ts';
import { checkOptions } from '../options/check-options.ts';
import { booleanField, type FieldsOf, field } from '../options/option-field.ts';
import { createMetricRecorder } from './record-metrics.ts';
import { recordSpans } from './record-spans.ts';

/** What is told to OpenTelemetry, and by which providers. */
export interface OpenTelemetryOptions {
  /** Makes the tracer. (default: the global one) */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Makes the meter. (default: the global one) */
  readonly meterProvider?: MeterProvider | undefined;
  /** Whether operations have spans. (default `true`) */
  readonly spans?: boolean | undefined;
  /** Whether each attempt has a span below that of its operation. (default `true`) */
  readonly attemptSpans?: boolean | undefined;
  /** Whether `azure.cosmosdb.client.operation.request_charge` is measured. (default `false`) */
  readonly requestChargeMetric?: boolean | undefined;
  /** Whether `db.client.response.returned_rows` is measured. (default `false`) */
  readonly returnedRowsMetric?: boolean | undefined;
  /** Whether `azure.cosmosdb.client.active_instance.count` is measured: the drivers that are open. (default `false`) */
  readonly activeInstanceMetric?: boolean | undefined;
}

const has = (name: string) => (value: unknown) =>
  typeof (value as Record<string, unknown> | null)?.[name] === 'function';

const openTelemetryFields: FieldsOf<OpenTelemetryOptions> = {
  tracerProvider: field('a tracer provider', has('getTracer')),
  meterProvider: field('a meter provider', has('getMeter')),
  spans: booleanField(),
  attemptSpans: booleanField(),
  requestChargeMetric: booleanField(),
  returnedRowsMetric: booleanField(),
  activeInstanceMetric: booleanField(),
};

const scopeName = '@perdura/cosmos-driver';

/**
 * A diagnostics handler that makes spans and metrics of operations, by the semantic conventions for Azure Cosmos DB. A span is made
 * when its operation ends, with the times at which it began and ended, below the span that was active where the operation was called.
 *
 * @throws {TypeError} for options that do not exist or are of the wrong kind.
 * @see https://opentelemetry.io/docs/specs/semconv/database/cosmosdb/
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): DiagnosticsHandler {
  checkOptions('OpenTelemetry options', options, openTelemetryFields);
  const { spans = true, attemptSpans = true } = options;
  const tracer = (options.tracerProvider ?? trace).getTracer(scopeName);
  const recorder = createMetricRecorder((options.meterProvider ?? metrics).getMeter(scopeName), options);
  return {
    handle(report) {
      recorder.record(report);
      if (spans) recordSpans(tracer, report, attemptSpans);
    },
    driverCreated: recorder.countInstance,
  };
}

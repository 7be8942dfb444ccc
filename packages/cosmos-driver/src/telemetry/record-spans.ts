import { context, type HrTime, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { AttemptRecord } from '../diagnostics/attempt-record.ts';
import type { OperationReport } from '../diagnostics/operation-report.ts';
import { attemptAttributes, attemptErrorType, operationAttributes, operationTarget } from './operation-attributes.ts';

/** Makes the span of an operation that has ended, and those of its attempts below it. */
export function recordSpans(tracer: Tracer, report: OperationReport, withAttempts: boolean): void {
  const { diagnostics, error, endedAtMs } = report;
  const span = tracer.startSpan(spanName(report), {
    kind: SpanKind.CLIENT,
    startTime: timeOf(endedAtMs - diagnostics.durationMs),
    attributes: operationAttributes(report),
  });
  if (span.isRecording()) {
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
    if (withAttempts) for (const attempt of diagnostics.requests) recordAttemptSpan(tracer, span, attempt);
  }
  span.end(timeOf(endedAtMs));
}

function recordAttemptSpan(tracer: Tracer, parent: Span, attempt: AttemptRecord): void {
  const options = {
    kind: SpanKind.CLIENT,
    startTime: timeOf(attempt.startedAtMs),
    attributes: attemptAttributes(attempt),
  };
  const name = `${attempt.operationName} ${attempt.region ?? 'attempt'}`;
  const span = tracer.startSpan(name, options, trace.setSpan(context.active(), parent));
  const failure = attemptErrorType(attempt);
  if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: attempt.error ?? failure });
  span.end(timeOf(attempt.startedAtMs + attempt.durationMs));
}

/** @see https://opentelemetry.io/docs/specs/semconv/database/database-spans/#name */
function spanName({ operation, diagnostics, endpoint }: OperationReport): string {
  const { namespace, collection } = operationTarget(operation);
  return `${diagnostics.operationName} ${collection ?? namespace ?? new URL(endpoint).host}`;
}

/** As seconds and nanoseconds: OpenTelemetry would take small plain numbers for times since the process began. */
function timeOf(epochMs: number): HrTime {
  const seconds = Math.floor(epochMs / 1_000);
  return [seconds, Math.round((epochMs - seconds * 1_000) * 1_000_000)];
}

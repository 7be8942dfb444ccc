import { checkOptions } from '../options/check-options.ts';
import { type FieldsOf, integerField } from '../options/option-field.ts';
import type { DiagnosticsHandler } from './diagnostics-handler.ts';
import { type DiagnosticsThresholds, thresholdBreach, thresholdFields } from './threshold-breach.ts';

/** Which operations a handler is told of. */
export interface SamplingOptions {
  /** From where on an operation that succeeded is worth telling of. */
  readonly thresholds?: DiagnosticsThresholds | undefined;
  /** Most operations told of in one window, from 1. (default `100`) */
  readonly maxPerWindow?: number | undefined;
  /** Length of a window, in milliseconds, from 1. (default `60000`) */
  readonly windowMs?: number | undefined;
}

const samplingFields: FieldsOf<SamplingOptions> = {
  thresholds: { group: { ...thresholdFields } },
  maxPerWindow: integerField(1, Number.MAX_SAFE_INTEGER),
  windowMs: integerField(1, Number.MAX_SAFE_INTEGER),
};

/**
 * A handler that tells another one of what is worth a look: operations that failed, and those beyond a threshold. No more than
 * `maxPerWindow` in a window, which begins with the first one told of; the others are left out.
 *
 * @param handler  Who is told.
 * @throws {TypeError} for options that do not exist or are out of bounds.
 */
export function sampleDiagnostics(handler: DiagnosticsHandler, options: SamplingOptions = {}): DiagnosticsHandler {
  checkOptions('sampling options', options, samplingFields);
  const { thresholds, maxPerWindow = 100, windowMs = 60_000 } = options;
  let windowStartMs = Number.NEGATIVE_INFINITY;
  let told = 0;
  return {
    handle(report) {
      if (report.error === undefined && thresholdBreach(report.diagnostics, thresholds) === undefined) return;
      const { endedAtMs } = report;
      // A clock that was set back begins a window as well.
      if (endedAtMs >= windowStartMs + windowMs || endedAtMs < windowStartMs) {
        windowStartMs = endedAtMs;
        told = 0;
      }
      if (told >= maxPerWindow) return;
      told += 1;
      // What an async handler answers is watched by whoever told this one.
      return handler.handle(report);
    },
    driverCreated: (endpoint) => handler.driverCreated?.(endpoint),
  };
}

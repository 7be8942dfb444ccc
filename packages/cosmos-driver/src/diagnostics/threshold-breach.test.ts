import { describe, expect, it } from '@jest/globals';
import { operationReport, type ReportScene } from '../../test/fakes/operation-report.ts';
import { type DiagnosticsThresholds, thresholdBreach } from './threshold-breach.ts';

describe('thresholdBreach', () => {
  const feed = { operationName: 'query_items' };

  it.each<[string, ReportScene, string | undefined]>([
    ['a read of a second', { durationMs: 1_000 }, undefined],
    ['a longer one', { durationMs: 1_001 }, 'point-latency'],
    ['a patch', { operationName: 'patch_item', durationMs: 1_001 }, 'point-latency'],
    ['a page of three seconds', { ...feed, durationMs: 3_000 }, undefined],
    ['a longer page', { ...feed, durationMs: 3_001 }, 'non-point-latency'],
    ['a charge of 1000', { attempt: { requestCharge: 1_000 } }, undefined],
    ['a higher one', { attempt: { requestCharge: 1_000.5 } }, 'request-charge'],
    ['an answer of 1 MiB', { attempt: { responseBytes: 1_048_576 } }, undefined],
    ['a longer answer', { attempt: { responseBytes: 1_048_577 } }, 'payload-size'],
    ['a longer request', { attempt: { requestBytes: 1_048_577 } }, 'payload-size'],
  ])('by default has for %s its answer', (_, scene, breach) => {
    expect(thresholdBreach(operationReport(scene).diagnostics)).toBe(breach);
  });

  it('takes other thresholds, and looks away at Infinity', () => {
    const { diagnostics } = operationReport({ durationMs: 5_000, attempt: { requestCharge: 3 } });
    expect(thresholdBreach(diagnostics, { pointLatencyMs: Number.POSITIVE_INFINITY })).toBeUndefined();
    expect(thresholdBreach(diagnostics, { pointLatencyMs: 6_000, requestCharge: 2 })).toBe('request-charge');
  });

  it.each([{ requestCharge: -1 }, { payloadBytes: Number.NaN }, { latency: 1 }])('refuses %p', (thresholds) => {
    const { diagnostics } = operationReport();
    expect(() => thresholdBreach(diagnostics, thresholds as DiagnosticsThresholds)).toThrow(TypeError);
  });
});

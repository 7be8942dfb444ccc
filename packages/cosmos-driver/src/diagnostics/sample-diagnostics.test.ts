import { describe, expect, it } from '@jest/globals';
import { operationReport } from '../../test/fakes/operation-report.ts';
import { CosmosError } from '../errors/cosmos-error.ts';
import { logDiagnostics } from './log-diagnostics.ts';
import type { OperationReport } from './operation-report.ts';
import { type SamplingOptions, sampleDiagnostics } from './sample-diagnostics.ts';

const error = new CosmosError('no', { code: 'aborted' });

function sampled(options?: SamplingOptions) {
  const told: number[] = [];
  const handler = sampleDiagnostics({ handle: ({ endedAtMs }) => void told.push(endedAtMs) }, options);
  return { told, handle: (report: OperationReport) => handler.handle(report) };
}

describe('sampleDiagnostics', () => {
  it('tells of failures and of what is beyond a threshold, and of nothing else', () => {
    const { told, handle } = sampled({ thresholds: { pointLatencyMs: 10 } });
    handle(operationReport({ endedAtMs: 1 }));
    handle(operationReport({ endedAtMs: 2, error }));
    handle(operationReport({ endedAtMs: 3, durationMs: 11 }));
    expect(told).toEqual([2, 3]);
  });

  it('tells of no more than it may in a window, and begins a new one afterwards', () => {
    const { told, handle } = sampled({ maxPerWindow: 2, windowMs: 10 });
    for (const endedAtMs of [5, 6, 7, 14, 15, 16, 24, 25]) handle(operationReport({ endedAtMs, error }));
    expect(told).toEqual([5, 6, 15, 16, 25]);
  });

  it('is not silent for long when the clock is set back', () => {
    const { told, handle } = sampled({ maxPerWindow: 1, windowMs: 10 });
    for (const endedAtMs of [1_000, 1_001, 3, 4]) handle(operationReport({ endedAtMs, error }));
    expect(told).toEqual([1_000, 3]);
  });

  it('passes the making and closing of drivers on', () => {
    const told: string[] = [];
    const driverCreated = (endpoint: string) => {
      told.push(endpoint);
      return () => void told.push('closed');
    };
    sampleDiagnostics({ handle: () => undefined, driverCreated }).driverCreated?.('https://shop')?.();
    expect(told).toEqual(['https://shop', 'closed']);
  });

  it.each([{ maxPerWindow: 0 }, { windowMs: 0 }, { thresholds: { payloadBytes: -1 } }, { window: 1 }])(
    'refuses %p',
    (options) => {
      expect(() => sampled(options as SamplingOptions)).toThrow(TypeError);
    },
  );
});

describe('logDiagnostics', () => {
  it('writes a line for each operation, as detailed as asked', () => {
    const lines: unknown[] = [];
    const report = operationReport();
    logDiagnostics((line, about) => void lines.push(line, about), 'detailed').handle(report);
    logDiagnostics((line) => void lines.push(line)).handle(report);
    expect(lines).toEqual([report.diagnostics.render('detailed'), report, report.diagnostics.render('summary')]);
  });

  it('refuses what is no log, and a verbosity that does not exist', () => {
    expect(() => logDiagnostics(undefined as never)).toThrow(TypeError);
    expect(() => logDiagnostics(() => undefined, 'minimal' as never)).toThrow(TypeError);
  });
});

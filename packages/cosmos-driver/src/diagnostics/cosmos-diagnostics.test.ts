import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attemptRecord } from '../../test/fakes/attempt-record.ts';
import type { DiagnosticsSettings } from '../options/diagnostics-options.ts';
import { clientStatuses, cosmosStatus } from '../response/cosmos-status.ts';
import type { AttemptRecord } from './attempt-record.ts';
import { CosmosDiagnostics, type DiagnosticsSource, endedWith } from './cosmos-diagnostics.ts';

const settings: DiagnosticsSettings = {
  maxSummarySizeBytes: 4_096,
  maxRequestDiagnostics: 16,
  defaultVerbosity: 'summary',
  cpuRefreshIntervalMs: 5_000,
  networkTimings: false,
};
const west = { region: 'West US', endpoint: 'https://west' } as const;

function diagnose(requests: readonly AttemptRecord[], changes: Partial<DiagnosticsSource> = {}): CosmosDiagnostics {
  return new CosmosDiagnostics('a', 'read_item', requests, 9, { ...settings, ...changes });
}

function times(count: number, changes: Partial<AttemptRecord> = {}): readonly AttemptRecord[] {
  return Array.from({ length: count }, (_, index) => attemptRecord({ durationMs: index + 1, ...changes }));
}

const anyAttempt = fc
  .record({
    region: fc.constantFrom('East US', 'West US', undefined),
    endpoint: fc.constantFrom('https://east', 'https://west'),
    status: fc.constantFrom(200, 429, 503, undefined),
    executionContext: fc.constantFrom('initial', 'retry', 'region-failover'),
    requestCharge: fc.nat(50),
    durationMs: fc.nat(1_000),
  } as const)
  .map(attemptRecord);

describe('CosmosDiagnostics', () => {
  it('sums up its attempts', () => {
    const last = attemptRecord({ ...west, requestCharge: 2.5 });
    expect(diagnose([...times(2), last])).toMatchObject({
      effectiveRegion: 'West US',
      totalRequestCharge: 4.5,
      regionsContacted: ['East US', 'West US'],
      requestCount: 3,
      compaction: undefined,
    });
  });

  it('does not change with the list it was made of, nor by anybody', () => {
    const attempts = [attemptRecord()];
    const diagnostics = diagnose(attempts);
    attempts.length = 0;
    expect(diagnostics.requests).toHaveLength(1);
    expect(() => (diagnostics.requests as AttemptRecord[]).pop()).toThrow(TypeError);
    expect(() => Object.assign(diagnostics, { durationMs: 0 })).toThrow(TypeError);
  });

  it('joins the attempts of others in order', () => {
    const [first, second] = [diagnose(times(2)), diagnose(times(1, west))];
    expect(new CosmosDiagnostics('b', 'query_items', [first, second], 20).requests).toEqual([
      ...times(2),
      ...times(1, west),
    ]);
  });
});

describe('the bound of attempts', () => {
  it('keeps the first and the last of neighbours that ended alike, with exact figures of all of them', () => {
    const throttled = times(30, { status: 429, subStatus: 3200, executionContext: 'retry' });
    const diagnostics = diagnose([...throttled, attemptRecord({ executionContext: 'retry' })]);
    expect(diagnostics.requests.map(({ status, durationMs }) => [status, durationMs])).toEqual([
      [429, 1],
      [429, 30],
      [200, 1],
    ]);
    expect(diagnostics).toMatchObject({ requestCount: 31, totalRequestCharge: 31 });
    expect(diagnostics.compaction).toEqual({
      originalRequestCount: 31,
      retainedRequestCount: 3,
      collapsedRuns: 1,
      totalRuns: 2,
      retainedTruncated: false,
      omittedRuns: 0,
      omittedRequestCount: 0,
      runs: [
        {
          region: 'East US',
          endpoint: 'https://east',
          status: 429,
          subStatus: 3200,
          executionContext: 'retry',
          count: 30,
          totalRequestCharge: 30,
          minDurationMs: 1,
          maxDurationMs: 30,
          p50DurationMs: 15,
        },
      ],
    });
  });

  it('keeps each attempt while there are no more than the bound', () => {
    expect(diagnose(times(16))).toMatchObject({ requests: times(16), compaction: undefined });
    expect(diagnose(times(17)).requests).toHaveLength(2);
  });

  it('joins what ended alike in any order where regions were asked in turn', () => {
    const inTurn = Array.from({ length: 20 }, () => [attemptRecord({ status: 503 }), attemptRecord(west)]).flat();
    const { compaction, requests } = diagnose(inTurn);
    expect(compaction?.runs.map(({ region, count }) => [region, count])).toEqual([
      ['East US', 20],
      ['West US', 20],
    ]);
    expect(requests).toHaveLength(4);
  });

  it('leaves the smallest groups out when there are too many kinds, never the last attempt', () => {
    const kinds = Array.from({ length: 20 }, (_, kind) => times(kind === 3 ? 1 : 2, { subStatus: kind })).flat();
    const diagnostics = diagnose([...kinds, attemptRecord({ ...west })]);
    expect(diagnostics.requests.at(-1)?.region).toBe('West US');
    expect(diagnostics.requests.some(({ subStatus }) => subStatus === 3)).toBe(false);
    const { omittedRuns, omittedRequestCount, totalRuns } = diagnostics.compaction ?? {};
    expect([totalRuns, omittedRuns, omittedRequestCount]).toEqual([21, 13, 25]);
  });

  it('counts what was left out of pages that were bounded each by itself, and then together', () => {
    const kinds = (first: number) =>
      Array.from({ length: 20 }, (_, kind) => attemptRecord({ subStatus: first + kind }));
    const pages = [diagnose(kinds(0)), diagnose(kinds(100))];
    const { compaction } = new CosmosDiagnostics('b', 'query_items', pages, 1, settings);
    expect(compaction).toMatchObject({
      originalRequestCount: 40,
      retainedRequestCount: 16,
      totalRuns: 40,
      retainedTruncated: true,
      omittedRuns: 24,
      omittedRequestCount: 24,
    });
    const wide = { ...settings, maxRequestDiagnostics: 100 };
    expect(new CosmosDiagnostics('b', 'query_items', pages, 1, wide).compaction).toMatchObject({
      originalRequestCount: 40,
      retainedRequestCount: 32,
      omittedRuns: 8,
      omittedRequestCount: 8,
    });
  });

  it('counts every attempt exactly, however they are divided into pages', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyAttempt, { maxLength: 60 }), { maxLength: 5 }), (pages) => {
        const all = pages.flat();
        const joined = new CosmosDiagnostics(
          'b',
          'query_items',
          pages.map((page) => diagnose(page)),
          1,
          settings,
        );
        const { compaction, requests } = joined;
        expect(joined.requestCount).toBe(all.length);
        expect(joined.totalRequestCharge).toBe(all.reduce((sum, { requestCharge }) => sum + requestCharge, 0));
        expect(new Set(joined.regionsContacted)).toEqual(new Set(all.flatMap(({ region }) => region ?? [])));
        expect(requests.length).toBeLessThanOrEqual(16);
        expect(requests.at(-1)).toEqual(all.at(-1));
        if (compaction === undefined) return;
        const inRuns = compaction.runs.reduce((sum, { count }) => sum + count, 0);
        // Attempts in no run are kept themselves; those of a run are kept twice.
        const alone = requests.length - 2 * compaction.collapsedRuns;
        expect(inRuns + alone + compaction.omittedRequestCount).toBe(all.length);
        expect(compaction).toMatchObject({ originalRequestCount: all.length, retainedRequestCount: requests.length });
      }),
    );
  });
});

describe('the end of an operation', () => {
  const name = (diagnostics: CosmosDiagnostics) => {
    const { status, isCompleted, isFailure } = diagnostics;
    return [status && `${status.code}/${status.subStatus}`, isCompleted, isFailure];
  };

  it.each<[number | undefined, number, ReturnType<typeof name>]>([
    [200, 0, ['200/0', true, false]],
    [207, 0, ['207/0', true, false]],
    [304, 0, ['304/0', true, false]],
    [404, 1002, ['404/1002', true, true]],
    [undefined, 0, [undefined, true, true]],
  ])('is that of its last attempt: %p/%i', (status, subStatus, expected) => {
    expect(name(diagnose([attemptRecord({ status: 503 }), attemptRecord({ status, subStatus })]))).toEqual(expected);
  });

  it('is none while nothing was done', () => {
    expect(name(diagnose([]))).toEqual([undefined, false, false]);
  });

  it('is what the driver made of it, with the attempts and all figures as they were', () => {
    const attempts = times(20, { status: 503 });
    const diagnostics = diagnose(attempts, { machineId: () => 'uuid:a', faultInjectionEnabled: true });
    const late = endedWith(diagnostics, clientStatuses.deadlineExceeded, true);
    expect(name(late)).toEqual(['408/20008', true, true]);
    const { requests, requestCount, compaction, durationMs, hedge } = diagnostics;
    expect(late).toMatchObject({ requests, requestCount, compaction, durationMs, hedge, machineId: 'uuid:a' });
    expect(JSON.parse(late.render())).toMatchObject({
      status: '408/20008 (ClientOperationTimeout)',
      is_failure: true,
      machine_id: 'uuid:a',
      fault_injection_enabled: true,
    });
    expect(name(endedWith(diagnose(times(1)), undefined, true))).toEqual([undefined, true, true]);
    expect(name(endedWith(diagnose([]), cosmosStatus(304, 0), false))).toEqual(['304/0', true, false]);
  });

  it('costs nothing where the last attempt says it', () => {
    const diagnostics = diagnose(times(1, { status: 404 }));
    expect(endedWith(diagnostics, cosmosStatus(404, 0), true)).toBe(diagnostics);
  });
});

describe('render', () => {
  it('shows each attempt in detail, with names and words as other SDKs have them', () => {
    const attempts = [
      attemptRecord({
        status: 429,
        subStatus: 3200,
        startedAtMs: 1_000,
        durationMs: 9,
        requestBytes: 3,
        httpVersion: 'http2',
        sentAfterMs: 2,
        networkTimings: { firstByteMs: 3, bodyMs: 1 },
      }),
      attemptRecord({
        ...west,
        status: undefined,
        subStatus: undefined,
        executionContext: 'region-failover',
        operationName: 'patch_read_item',
        requestSent: 'not-sent',
        error: 'no way',
        timedOut: true,
      }),
    ];
    expect(JSON.parse(diagnose(attempts).render('detailed'))).toEqual({
      activity_id: 'a',
      operation_name: 'read_item',
      is_completed: true,
      is_failure: true,
      total_duration_ms: 9,
      total_request_charge: 2,
      request_count: 2,
      requests: [
        {
          execution_context: 'initial',
          pipeline_type: 'data_plane',
          transport_security: 'secure',
          transport_kind: 'gateway',
          transport_http_version: 'http2',
          network_timings: { first_byte_ms: 3, body_ms: 1 },
          events: [
            { type: 'transport_start', after_ms: 2 },
            { type: 'response_headers_received', after_ms: 8 },
            { type: 'transport_complete', after_ms: 9 },
          ],
          region: 'East US',
          endpoint: 'https://east',
          status: '429/3200 (RuBudgetExceeded)',
          request_charge: 1,
          activity_id: 'a',
          started_at: '1970-01-01T00:00:01.000Z',
          duration_ms: 9,
          request_bytes: 3,
          response_bytes: 0,
          timed_out: false,
          request_sent: 'sent',
        },
        {
          execution_context: 'region_failover',
          operation_name: 'patch_read_item',
          pipeline_type: 'data_plane',
          transport_security: 'secure',
          transport_kind: 'gateway',
          events: [],
          region: 'West US',
          endpoint: 'https://west',
          request_charge: 1,
          activity_id: 'a',
          started_at: '1970-01-01T00:00:00.000Z',
          duration_ms: 1,
          request_bytes: 0,
          response_bytes: 0,
          timed_out: true,
          request_sent: 'not_sent',
          error: 'no way',
        },
      ],
    });
  });

  it('shows in detail what was made of fault rules', () => {
    const attempt = attemptRecord({
      faultEvaluations: [
        { ruleId: 'a', kind: 'region-mismatch' },
        { ruleId: 'b', kind: 'hit-limit-reached', hitLimit: 3 },
        { ruleId: 'c', kind: 'probability-miss', probability: 0.5 },
      ],
    });
    expect(JSON.parse(diagnose([attempt]).render('detailed')).requests[0].fault_injection_evaluations).toEqual([
      { rule_id: 'a', outcome: 'region_mismatch' },
      { rule_id: 'b', outcome: 'hit_limit_reached', hit_limit: 3 },
      { rule_id: 'c', outcome: 'probability_miss', probability: 0.5 },
    ]);
  });

  it('sums up by region: the first attempt, the last, and groups of more than two', () => {
    const attempts = [...times(3, { status: 429 }), attemptRecord(west)];
    const brief = { endpoint: 'https://east', execution_context: 'initial', request_charge: 1, timed_out: false };
    expect(JSON.parse(diagnose(attempts).render('summary'))).toEqual({
      activity_id: 'a',
      operation_name: 'read_item',
      status: '200 (OK)',
      is_completed: true,
      is_failure: false,
      total_duration_ms: 9,
      total_request_charge: 4,
      request_count: 4,
      regions: [
        {
          region: 'East US',
          request_count: 3,
          total_request_charge: 3,
          first: { ...brief, status: '429 (TooManyRequests)', duration_ms: 1 },
          last: { ...brief, status: '429 (TooManyRequests)', duration_ms: 3 },
          deduplicated_groups: [
            {
              endpoint: 'https://east',
              status: '429 (TooManyRequests)',
              execution_context: 'initial',
              count: 3,
              total_request_charge: 3,
              min_duration_ms: 1,
              max_duration_ms: 3,
              p50_duration_ms: 2,
            },
          ],
        },
        {
          region: 'West US',
          request_count: 1,
          total_request_charge: 1,
          first: { ...brief, endpoint: 'https://west', status: '200 (OK)', duration_ms: 1 },
        },
      ],
    });
  });

  it('says as much as the option says when nothing else is asked for, also as JSON', () => {
    const detailed = diagnose(times(1), { defaultVerbosity: 'detailed' });
    expect(detailed.render()).toBe(detailed.render('detailed'));
    expect(JSON.stringify(detailed)).toBe(detailed.render('detailed'));
    expect(diagnose(times(1)).render()).toBe(diagnose(times(1)).render('summary'));
  });

  it('puts a notice in the place of a summary that is too long, and has a figure for everything', () => {
    const manyRegions = Array.from({ length: 40 }, (_, index) => attemptRecord({ region: `Région ${index}` }));
    const long = diagnose(manyRegions, { maxRequestDiagnostics: 100 });
    expect(JSON.parse(long.render('summary'))).toMatchObject({
      activity_id: 'a',
      request_count: 40,
      truncated: true,
      message: expect.stringContaining('diagnostics.maxSummarySizeBytes'),
    });
    expect(JSON.parse(long.render('detailed')).requests).toHaveLength(40);
    expect(JSON.parse(diagnose(manyRegions).render('summary')).compaction).toMatchObject({
      original_request_count: 40,
      retained_truncated: true,
    });
  });

  it('never makes a summary longer than its bound, nor counts an attempt twice', () => {
    fc.assert(
      fc.property(fc.array(anyAttempt, { maxLength: 200 }), fc.integer({ min: 16, max: 200 }), (attempts, cap) => {
        const text = diagnose(attempts, { maxRequestDiagnostics: cap }).render('summary');
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096);
        const { request_count: count, regions, compaction } = JSON.parse(text);
        expect(count).toBe(attempts.length);
        if (regions === undefined) return;
        const shown = regions.reduce((sum: number, region: { request_count: number }) => sum + region.request_count, 0);
        expect(shown + (compaction?.omitted_request_count ?? 0)).toBe(attempts.length);
      }),
    );
  });
});

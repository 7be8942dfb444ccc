import type { FaultEvaluation } from '../faults/fault-evaluation.ts';
import { type CosmosStatus, cosmosStatus } from '../response/cosmos-status.ts';
import { type AttemptEvent, attemptEvents } from './attempt-events.ts';
import type { AttemptLog } from './attempt-log.ts';
import type { AttemptRecord } from './attempt-record.ts';
import { type AttemptRollup, type AttemptRun, joinRuns, rollUp, runKey, runOf } from './attempt-run.ts';
import type { HedgeDiagnostics } from './hedge-diagnostics.ts';
import type { NetworkTimings } from './network-timings.ts';
import type { SystemUsage } from './system-usage.ts';

/** What is rendered. */
export interface RenderedOperation {
  readonly activityId: string;
  readonly operationName: string;
  readonly durationMs: number;
  readonly status: CosmosStatus | undefined;
  readonly isCompleted: boolean;
  readonly isFailure: boolean;
  readonly machineId: string | undefined;
  readonly faultInjectionEnabled: boolean;
  readonly systemUsage: readonly SystemUsage[];
  readonly hedge: HedgeDiagnostics | undefined;
  readonly log: AttemptLog;
}

type Rendering = Readonly<Record<string, unknown>>;

/** Regions without a name, as other Azure SDKs show them. */
const noRegion = '(unknown)';

/** Everything: each sample of process and machine, each attempt that was kept, and rollups of the others. */
export function renderDetailed(operation: RenderedOperation): Rendering {
  const { requests, compaction } = operation.log;
  return {
    ...renderCommon(operation),
    system_usage: renderUsage(operation.systemUsage),
    hedge_diagnostics: renderHedge(operation.hedge),
    compaction: compaction && { ...renderCompaction(operation.log), runs: compaction.runs.map(renderRun) },
    requests: requests.map((attempt) => renderAttempt(attempt, operation)),
  };
}

/** The newest sample of process and machine; for each region how often it was asked, the first and the last attempt, and all of them grouped where there are more. */
export function renderSummary(operation: RenderedOperation): Rendering {
  return {
    ...renderCommon(operation),
    system_usage: renderUsage(operation.systemUsage.slice(-1)),
    hedge_diagnostics: renderHedge(operation.hedge),
    compaction: renderCompaction(operation.log),
    regions: renderRegions(operation.log),
  };
}

/** What stands for a summary that is too long. */
export function renderTruncated({ activityId, durationMs, log }: RenderedOperation, maxSizeBytes: number): Rendering {
  return {
    activity_id: activityId,
    total_duration_ms: durationMs,
    request_count: log.requestCount,
    truncated: true,
    compaction: renderCompaction(log),
    message: `The summary is longer than ${maxSizeBytes} bytes. Ask for the detailed rendering, or raise diagnostics.maxSummarySizeBytes.`,
  };
}

function renderCommon(operation: RenderedOperation): Rendering {
  const { activityId, operationName, durationMs, status, log } = operation;
  return {
    activity_id: activityId,
    operation_name: operationName,
    status: status && writeStatus(status),
    is_completed: operation.isCompleted,
    is_failure: operation.isFailure,
    total_duration_ms: durationMs,
    total_request_charge: log.totalRequestCharge,
    request_count: log.requestCount,
    machine_id: operation.machineId,
    fault_injection_enabled: operation.faultInjectionEnabled || undefined,
  };
}

function renderUsage(samples: readonly SystemUsage[]): readonly Rendering[] | undefined {
  if (samples.length === 0) return undefined;
  return samples.map((sample) => ({
    taken_at: new Date(sample.takenAtMs).toISOString(),
    cpu_percent: sample.cpuPercent,
    event_loop_percent: sample.eventLoopPercent,
    load_average: sample.loadAverage,
    processor_count: sample.processorCount,
    resident_bytes: sample.residentBytes,
    heap_used_bytes: sample.heapUsedBytes,
    free_memory_bytes: sample.freeMemoryBytes,
  }));
}

function renderHedge(hedge: HedgeDiagnostics | undefined): Rendering | undefined {
  if (hedge === undefined) return undefined;
  const { primaryRegion, alternateRegion, terminalState } = hedge;
  return {
    threshold_ms: hedge.thresholdMs,
    primary_region: primaryRegion ?? noRegion,
    alternate_region: alternateRegion,
    response_region: hedge.responseRegion,
    terminal_state: inSnakeCase(terminalState),
    deadline_elapsed: terminalState === 'both-transient' ? hedge.deadlineElapsed : undefined,
  };
}

function renderCompaction({ compaction }: AttemptLog): Rendering | undefined {
  return (
    compaction && {
      original_request_count: compaction.originalRequestCount,
      retained_request_count: compaction.retainedRequestCount,
      collapsed_runs: compaction.collapsedRuns,
      total_runs: compaction.totalRuns,
      retained_truncated: compaction.retainedTruncated,
      omitted_runs: compaction.omittedRuns,
      omitted_request_count: compaction.omittedRequestCount,
    }
  );
}

function renderRegions(log: AttemptLog): readonly Rendering[] {
  const runs = log.runs ?? log.requests.map(runOf);
  const byRegion = Map.groupBy(runs, ({ first }) => first.region ?? noRegion);
  return [...byRegion].map(([region, itsRuns]) => {
    const count = itsRuns.reduce((sum, { durationsMs }) => sum + durationsMs.length, 0);
    const [first, last] = [itsRuns[0]?.first, itsRuns.at(-1)?.last];
    return {
      region,
      request_count: count,
      total_request_charge: itsRuns.reduce((sum, { requestCharge }) => sum + requestCharge, 0),
      first: first && renderBriefly(first),
      last: count > 1 ? last && renderBriefly(last) : undefined,
      deduplicated_groups: count > 2 ? groupsOf(itsRuns) : undefined,
    };
  });
}

function groupsOf(runs: readonly AttemptRun[]): readonly Rendering[] {
  return [...Map.groupBy(runs, ({ first }) => runKey(first)).values()].map(([head, ...others]) => {
    const { region: _, ...group } = renderRun(rollUp(joinRuns([head as AttemptRun, ...others])));
    return group;
  });
}

function renderRun(run: AttemptRollup): Rendering {
  return {
    region: run.region ?? noRegion,
    endpoint: run.endpoint,
    status: renderStatus(run),
    execution_context: inSnakeCase(run.executionContext),
    count: run.count,
    total_request_charge: run.totalRequestCharge,
    min_duration_ms: run.minDurationMs,
    max_duration_ms: run.maxDurationMs,
    p50_duration_ms: run.p50DurationMs,
  };
}

function renderBriefly(attempt: AttemptRecord): Rendering {
  return {
    execution_context: inSnakeCase(attempt.executionContext),
    endpoint: attempt.endpoint,
    status: renderStatus(attempt),
    request_charge: attempt.requestCharge,
    duration_ms: attempt.durationMs,
    timed_out: attempt.timedOut,
  };
}

function renderAttempt(attempt: AttemptRecord, { operationName }: RenderedOperation): Rendering {
  return {
    execution_context: inSnakeCase(attempt.executionContext),
    operation_name: attempt.operationName === operationName ? undefined : attempt.operationName,
    pipeline_type: inSnakeCase(attempt.pipelineType),
    transport_security: inSnakeCase(attempt.transportSecurity),
    transport_kind: attempt.transportKind,
    transport_http_version: attempt.httpVersion,
    region: attempt.region ?? noRegion,
    endpoint: attempt.endpoint,
    status: renderStatus(attempt),
    request_charge: attempt.requestCharge,
    activity_id: attempt.activityId,
    session_token: attempt.sessionToken,
    server_duration_ms: attempt.serverDurationMs,
    started_at: new Date(attempt.startedAtMs).toISOString(),
    duration_ms: attempt.durationMs,
    events: attemptEvents(attempt).map(renderEvent),
    request_bytes: attempt.requestBytes,
    response_bytes: attempt.responseBytes,
    timed_out: attempt.timedOut,
    request_sent: inSnakeCase(attempt.requestSent),
    error: attempt.error,
    network_timings: attempt.networkTimings && renderTimings(attempt.networkTimings),
    fault_injection_evaluations: attempt.faultEvaluations?.map(renderEvaluation),
  };
}

function renderEvent({ kind, afterMs }: AttemptEvent): Rendering {
  return { type: inSnakeCase(kind), after_ms: afterMs };
}

function renderTimings(timings: Readonly<NetworkTimings>): Rendering {
  return {
    connection_wait_ms: timings.connectionWaitMs,
    is_connection_reused: timings.isConnectionReused,
    dns_ms: timings.dnsMs,
    connect_ms: timings.connectMs,
    tls_ms: timings.tlsMs,
    first_byte_ms: timings.firstByteMs,
    body_ms: timings.bodyMs,
  };
}

function renderEvaluation(evaluation: FaultEvaluation): Rendering {
  return {
    rule_id: evaluation.ruleId,
    outcome: inSnakeCase(evaluation.kind),
    hit_limit: evaluation.kind === 'hit-limit-reached' ? evaluation.hitLimit : undefined,
    probability: evaluation.kind === 'probability-miss' ? evaluation.probability : undefined,
  };
}

/** A status in one text, such as `429/3200 (RuBudgetExceeded)`. */
function renderStatus({ status, subStatus }: Pick<AttemptRecord, 'status' | 'subStatus'>): string | undefined {
  return status === undefined ? undefined : writeStatus(cosmosStatus(status, subStatus ?? 0));
}

function writeStatus({ code, subStatus, name }: CosmosStatus): string {
  return subStatus === 0 ? `${code} (${name})` : `${code}/${subStatus} (${name})`;
}

function inSnakeCase(word: string): string {
  return word.replaceAll('-', '_');
}

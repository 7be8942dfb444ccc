import { defaults } from '../options/defaults.ts';
import type { DiagnosticsSettings, DiagnosticsVerbosity } from '../options/diagnostics-options.ts';
import { type CosmosStatus, cosmosStatus, isSuccess } from '../response/cosmos-status.ts';
import { type AttemptLog, boundLog, type DiagnosticsCompaction, joinLogs, logAttempts } from './attempt-log.ts';
import type { AttemptRecord } from './attempt-record.ts';
import type { HedgeDiagnostics } from './hedge-diagnostics.ts';
import { renderDetailed, renderSummary, renderTruncated } from './render-diagnostics.ts';
import type { SystemUsage } from './system-usage.ts';

/** What diagnostics are made with, besides attempts. */
export interface DiagnosticsSource extends DiagnosticsSettings {
  /** How busy process and machine were lately. (default: nobody knows) */
  readonly systemUsage?: (() => readonly SystemUsage[]) | undefined;
  /** Names the runtime. (default: it has no name) */
  readonly machineId?: (() => string) | undefined;
  /** Whether the driver has fault rules. (default `false`) */
  readonly faultInjectionEnabled?: boolean | undefined;
}

/** How an operation ended, where its last attempt does not say it. */
interface OperationEnd {
  readonly status: CosmosStatus | undefined;
  readonly isFailure: boolean;
}

const noUsage: readonly SystemUsage[] = Object.freeze([]);

let withEnd: (diagnostics: CosmosDiagnostics, end: OperationEnd) => CosmosDiagnostics;

/** What it took to carry out one operation: every attempt, in order. On every response and on every error. */
export class CosmosDiagnostics {
  /** Id of the operation, the same on all its attempts. */
  readonly activityId: string;
  /** What was done, such as `read_item`; empty when nothing was. */
  readonly operationName: string;
  /**
   * The attempts in order; empty when nothing was sent. Of more than `diagnostics.maxRequestDiagnostics` those that ended alike are
   * summed up, the last one stays.
   */
  readonly requests: readonly AttemptRecord[];
  /** How long the operation took so far, waits included, in milliseconds. */
  readonly durationMs: number;
  /**
   * How busy process and machine were when the operation ended and before, every `diagnostics.cpuRefreshIntervalMs`, the newest
   * sample last. Under Node only: empty elsewhere, where JavaScript cannot know.
   */
  readonly systemUsage: readonly SystemUsage[];
  /**
   * What became of asking a second region; `undefined` for what is not hedged, and when nobody won and the operation went on. Of
   * operations that take several requests, the last one that has any.
   */
  readonly hedge: HedgeDiagnostics | undefined;
  readonly #settings: DiagnosticsSource;
  readonly #end: OperationEnd | undefined;
  #log: AttemptLog | undefined;
  #summary: string | undefined;
  #detailed: string | undefined;

  /**
   * @param requests  The attempts, copied; or diagnostics whose attempts are those of this operation.
   * @param settings  What is kept and shown. (default: as the last of the diagnostics has it, else what the options' defaults say)
   * @param hedge  What became of asking a second region. (default: that of the last of the diagnostics that has any)
   * @param end  How the operation ended. (default: as its last attempt did)
   */
  constructor(
    activityId: string,
    operationName: string,
    requests: readonly AttemptRecord[] | readonly CosmosDiagnostics[],
    durationMs: number,
    settings?: DiagnosticsSource,
    hedge?: HedgeDiagnostics,
    end?: OperationEnd,
  ) {
    this.activityId = activityId;
    this.operationName = operationName;
    this.durationMs = durationMs;
    this.#end = end;
    if (isRecords(requests)) {
      this.hedge = hedge;
      this.#settings = settings ?? defaults.diagnostics;
      const cap = this.#settings.maxRequestDiagnostics;
      if (requests.length > cap) this.#log = boundLog(logAttempts(requests), cap);
      this.requests = Object.freeze(this.#log === undefined ? [...requests] : [...this.#log.requests]);
    } else {
      this.hedge = hedge ?? requests.findLast((each) => each.hedge !== undefined)?.hedge;
      const last = requests.at(-1) ?? noDiagnostics;
      this.#settings = settings ?? last.#settings;
      const logs = requests.map((each) => each.#attempts());
      this.#log = boundLog(joinLogs(logs), this.#settings.maxRequestDiagnostics);
      this.requests = Object.freeze([...this.#log.requests]);
    }
    this.systemUsage = this.#settings.systemUsage?.() ?? noUsage;
    Object.freeze(this);
  }

  /**
   * How the operation ended: the status of its answer, or that of the error the driver made of it; `undefined` for errors without one,
   * such as `aborted`, and when nothing was done.
   */
  get status(): CosmosStatus | undefined {
    if (this.#end !== undefined) return this.#end.status;
    const last = this.requests.at(-1);
    return last?.status === undefined ? undefined : cosmosStatus(last.status, last.subStatus ?? 0);
  }

  /** Whether the operation has ended, well or not; `false` for what never began, such as a call on a driver that is closed. */
  get isCompleted(): boolean {
    return this.#end !== undefined || this.requests.length > 0;
  }

  /** Whether the operation ended with an error. 2xx is none, nor is the 304 that `ifNoneMatch` asks for. */
  get isFailure(): boolean {
    if (this.#end !== undefined) return this.#end.isFailure;
    const { status } = this;
    return this.isCompleted && (status === undefined || !isSuccess(status));
  }

  /**
   * Tells what one process did from what others did: an id that the runtime has made up for itself, `uuid:` before it. No machine is
   * asked for its own name. `undefined` where no runtime has made the diagnostics.
   */
  get machineId(): string | undefined {
    return this.#settings.machineId?.();
  }

  /** Whether the driver has fault rules: what looks like a failure of the service may be ours. */
  get faultInjectionEnabled(): boolean {
    return this.#settings.faultInjectionEnabled ?? false;
  }

  /** How many attempts there were, also those that are summed up. */
  get requestCount(): number {
    return this.#log?.requestCount ?? this.requests.length;
  }

  /** What became of attempts that were too many to be kept; `undefined` when all are in `requests`. */
  get compaction(): DiagnosticsCompaction | undefined {
    return this.#log?.compaction;
  }

  /** The region asked last, whose answer this is; `undefined` for the account's global endpoint or when nothing was sent. */
  get effectiveRegion(): string | undefined {
    return this.requests.at(-1)?.region;
  }

  /** What all attempts cost together, in request units. */
  get totalRequestCharge(): number {
    return this.#attempts().totalRequestCharge;
  }

  /** The regions asked, each once, in the order of their first attempt. */
  get regionsContacted(): readonly string[] {
    return this.#attempts().regionsContacted;
  }

  /**
   * The diagnostics as one line of JSON, with names and words as in other Azure Cosmos DB SDKs. Computed once.
   *
   * A summary has the attempts by region, and is never longer than `diagnostics.maxSummarySizeBytes`: a notice takes the place of a
   * longer one. The detailed rendering has each attempt.
   *
   * @param verbosity  (default: the option `diagnostics.defaultVerbosity`)
   */
  render(verbosity: DiagnosticsVerbosity = this.#settings.defaultVerbosity): string {
    if (verbosity === 'detailed') {
      this.#detailed ??= JSON.stringify(renderDetailed(this.#rendered()));
      return this.#detailed;
    }
    this.#summary ??= this.#summarize();
    return this.#summary;
  }

  /** What `render()` says, as data: so that `JSON.stringify` and loggers show it. */
  toJSON(): unknown {
    return JSON.parse(this.render());
  }

  #summarize(): string {
    const { maxSummarySizeBytes } = this.#settings;
    const rendered = this.#rendered();
    const summary = JSON.stringify(renderSummary(rendered));
    const isShort = new TextEncoder().encode(summary).byteLength <= maxSummarySizeBytes;
    return isShort ? summary : JSON.stringify(renderTruncated(rendered, maxSummarySizeBytes));
  }

  #rendered(): Parameters<typeof renderSummary>[0] {
    const { activityId, operationName, durationMs, status, isCompleted, isFailure } = this;
    const { machineId, faultInjectionEnabled, systemUsage, hedge } = this;
    return {
      activityId,
      operationName,
      durationMs,
      status,
      isCompleted,
      isFailure,
      machineId,
      faultInjectionEnabled,
      systemUsage,
      hedge,
      log: this.#attempts(),
    };
  }

  static {
    withEnd = (diagnostics, end) => {
      const { activityId, operationName, durationMs } = diagnostics;
      return new CosmosDiagnostics(activityId, operationName, [diagnostics], durationMs, undefined, undefined, end);
    };
  }

  #attempts(): AttemptLog {
    this.#log ??= logAttempts(this.requests);
    return this.#log;
  }
}

function isRecords(
  requests: readonly AttemptRecord[] | readonly CosmosDiagnostics[],
): requests is readonly AttemptRecord[] {
  return !(requests[0] instanceof CosmosDiagnostics);
}

/**
 * The diagnostics of an operation that ended so; the same where its last attempt says so already, which is nearly always.
 *
 * @param status  Of the answer or the error, if that has one.
 */
export function endedWith(
  diagnostics: CosmosDiagnostics,
  status: CosmosStatus | undefined,
  isFailure: boolean,
): CosmosDiagnostics {
  const { status: before, isCompleted } = diagnostics;
  const isSaid =
    isCompleted &&
    diagnostics.isFailure === isFailure &&
    before?.code === status?.code &&
    before?.subStatus === status?.subStatus;
  return isSaid ? diagnostics : withEnd(diagnostics, { status, isFailure });
}

/** The diagnostics of what never began. */
export const noDiagnostics: CosmosDiagnostics = new CosmosDiagnostics('', '', [], 0);

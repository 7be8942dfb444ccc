import { defaults } from '../options/defaults.ts';
import type { DiagnosticsSettings, DiagnosticsVerbosity } from '../options/diagnostics-options.ts';
import { type AttemptLog, boundLog, type DiagnosticsCompaction, joinLogs, logAttempts } from './attempt-log.ts';
import type { AttemptRecord } from './attempt-record.ts';
import type { HedgeDiagnostics } from './hedge-diagnostics.ts';
import { renderDetailed, renderSummary, renderTruncated } from './render-diagnostics.ts';
import type { SystemUsage } from './system-usage.ts';

/** What diagnostics are made with, besides attempts. */
export interface DiagnosticsSource extends DiagnosticsSettings {
  /** How busy process and machine were lately. (default: nobody knows) */
  readonly systemUsage?: (() => readonly SystemUsage[]) | undefined;
}

const noUsage: readonly SystemUsage[] = Object.freeze([]);

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
   * sample last; empty where JavaScript cannot know.
   */
  readonly systemUsage: readonly SystemUsage[];
  /**
   * What became of asking a second region; `undefined` for what is not hedged, and when nobody won and the operation went on. Of
   * operations that take several requests, the last one that has any.
   */
  readonly hedge: HedgeDiagnostics | undefined;
  readonly #settings: DiagnosticsSource;
  #log: AttemptLog | undefined;
  #summary: string | undefined;
  #detailed: string | undefined;

  /**
   * @param requests  The attempts, copied; or diagnostics whose attempts are those of this operation.
   * @param settings  What is kept and shown. (default: as the last of the diagnostics has it, else what the options' defaults say)
   * @param hedge  What became of asking a second region. (default: that of the last of the diagnostics that has any)
   */
  constructor(
    activityId: string,
    operationName: string,
    requests: readonly AttemptRecord[] | readonly CosmosDiagnostics[],
    durationMs: number,
    settings?: DiagnosticsSource,
    hedge?: HedgeDiagnostics,
  ) {
    this.activityId = activityId;
    this.operationName = operationName;
    this.durationMs = durationMs;
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
    const { activityId, operationName, durationMs, systemUsage, hedge } = this;
    return { activityId, operationName, durationMs, systemUsage, hedge, log: this.#attempts() };
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

/** The diagnostics of what never began. */
export const noDiagnostics: CosmosDiagnostics = new CosmosDiagnostics('', '', [], 0);

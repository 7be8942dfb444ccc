import type { AttemptRecord } from './attempt-record.ts';

/** What it took to carry out one operation: every attempt, in order. On every response and on every error. */
export class CosmosDiagnostics {
  /** Id of the operation, the same on all its attempts. */
  readonly activityId: string;
  /** What was done, such as `read_item`; empty when nothing was. */
  readonly operationName: string;
  /** The attempts in order; empty when nothing was sent. */
  readonly requests: readonly AttemptRecord[];
  /** How long the operation took so far, waits included, in milliseconds. */
  readonly durationMs: number;

  /** @param requests  The attempts; copied. */
  constructor(activityId: string, operationName: string, requests: readonly AttemptRecord[], durationMs: number) {
    this.activityId = activityId;
    this.operationName = operationName;
    this.requests = Object.freeze([...requests]);
    this.durationMs = durationMs;
    Object.freeze(this);
  }

  /** The region asked last, whose answer this is; `undefined` for the account's global endpoint or when nothing was sent. */
  get effectiveRegion(): string | undefined {
    return this.requests.at(-1)?.region;
  }

  /** What all attempts cost together, in request units. */
  get totalRequestCharge(): number {
    return this.requests.reduce((sum, { requestCharge }) => sum + requestCharge, 0);
  }

  /** The regions asked, each once, in the order of their first attempt. */
  get regionsContacted(): readonly string[] {
    return [...new Set(this.requests.flatMap(({ region }) => region ?? []))];
  }

  /** The diagnostics with what is computed from the attempts, for logs. */
  toJSON(): Record<string, unknown> {
    const { activityId, operationName, durationMs, effectiveRegion, totalRequestCharge, regionsContacted, requests } =
      this;
    return { activityId, operationName, durationMs, effectiveRegion, totalRequestCharge, regionsContacted, requests };
  }
}

/** The diagnostics of what never began. */
export const noDiagnostics: CosmosDiagnostics = new CosmosDiagnostics('', '', [], 0);

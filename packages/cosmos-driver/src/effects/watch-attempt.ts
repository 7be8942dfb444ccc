import type { AttemptRecord } from '../diagnostics/attempt-record.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';

/** An attempt under way, as one that was stopped now. */
export type AttemptSoFar = (outcome: InterruptedOutcome) => AttemptRecord;

/** Told of an attempt that begins. @returns What is to be told how it ended. */
export type WatchAttempt = (soFar: AttemptSoFar) => (record: AttemptRecord) => void;

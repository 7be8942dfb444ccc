import type { AttemptRecord } from './attempt-record.ts';

/** What happened in the course of an attempt, and when. */
export interface AttemptEvent {
  /** Handed to the transport; the head of the answer came; all of it came; or none did. */
  readonly kind: 'transport-start' | 'response-headers-received' | 'transport-complete' | 'transport-failed';
  /** How long after the attempt began, in milliseconds. */
  readonly afterMs: number;
}

/**
 * The events of an attempt, in order; none when nothing was handed to the transport. When the head of an answer came is known of whole
 * answers only, with the option `diagnostics.networkTimings`, under Node.
 */
export function attemptEvents(attempt: AttemptRecord): readonly AttemptEvent[] {
  const { sentAfterMs, durationMs, networkTimings, status } = attempt;
  if (sentAfterMs === undefined) return [];
  const { bodyMs } = networkTimings ?? {};
  return [
    { kind: 'transport-start', afterMs: sentAfterMs },
    ...(bodyMs === undefined ? [] : [{ kind: 'response-headers-received' as const, afterMs: durationMs - bodyMs }]),
    { kind: status === undefined ? 'transport-failed' : 'transport-complete', afterMs: durationMs },
  ];
}

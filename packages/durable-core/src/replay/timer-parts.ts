import type { TimerCall } from '../tasks/call.ts';

/** How long a timer the host takes. */
export interface TimerRules {
  /** The longest one in one piece, in milliseconds; `Infinity` for no limit. */
  readonly longestTimerMs: number;
  /** Length of the parts of a longer one, in milliseconds; at most `longestTimerMs`. */
  readonly timerPartMs: number;
  /** Whether the host takes a longer one of a generator as one action and splits it itself. */
  readonly hostSplitsTimers: boolean;
  /** Whether the host takes what is asked for as asked when the round of it began. */
  readonly hostClockLags: boolean;
}

/**
 * The rules of a host.
 *
 * @param longestTimerMs  `undefined` for no limit.
 * @param timerPartMs     (default: as long as may be)
 */
export function timerRules(
  longestTimerMs: number = Number.POSITIVE_INFINITY,
  timerPartMs: number = longestTimerMs,
  hostSplitsTimers = false,
  hostClockLags = false,
): TimerRules {
  return {
    longestTimerMs,
    timerPartMs: Math.ceil(Math.min(timerPartMs, longestTimerMs)),
    hostSplitsTimers,
    hostClockLags,
  };
}

/**
 * What to ask the host for, of a timer or of what is left of it: the timer itself when it is short, a part of it when it is too long.
 * Exactly the longest is short.
 *
 * How many parts there are nobody computes ahead: whoever splits goes by the clock, and sets the next part when one has fired.
 *
 * @param hostNowMs  The time at which the host believes to start the timer. A part that is due at once makes it look at its clock again.
 */
export function partOfTimer(
  call: TimerCall,
  nowMs: number,
  { longestTimerMs, timerPartMs }: TimerRules,
  hostNowMs: number = nowMs,
): TimerCall {
  const untilMs = call.untilMs ?? call.fireAtMs;
  const isLong = untilMs - hostNowMs > longestTimerMs;
  if (!isLong && call.untilMs === undefined) return call;
  const partEndMs = Math.min(nowMs + timerPartMs, hostNowMs + longestTimerMs);
  return {
    kind: 'timer',
    fireAtMs: isLong ? partEndMs : untilMs,
    state: call.state,
    untilMs,
  };
}

/** Whether a timer that has fired was a part, and not the last. */
export function isUnfinished({ untilMs }: TimerCall, nowMs: number): boolean {
  return untilMs !== undefined && nowMs < untilMs;
}

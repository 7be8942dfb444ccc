import type { TaskFailedError } from '../errors/task-failed-error.ts';
import { errorOfFailure } from '../errors/unknown-function.ts';
import type { Completion } from '../history/completion.ts';
import { decodeJson } from '../history/decode-json.ts';
import type { EventRaised } from '../history/history-event.ts';
import type { JsonText } from '../history/json-text.ts';
import { type Call, describeCall, type HttpCall, type RetriedCall } from '../tasks/call.ts';
import { isRetried } from '../tasks/http-retry.ts';
import type { Outcome } from '../tasks/task.ts';
import { decideRetry, isNotRetriable, type RetryDecision } from './decide-retry.ts';
import { readEntityAnswer } from './entity-answer.ts';
import { readHttpAnswer } from './http-answer.ts';
import { type NextPoll, nextPoll } from './poll-http.ts';
import type { Entry, Step } from './records.ts';
import { nextHttpAttempt } from './retry-http.ts';
import { failureOfStep, pauseUntil } from './retry-step.ts';
import { isUnfinished } from './timer-parts.ts';

/** What follows for a task when a step of it has ended: its outcome, or another step. */
export type Sequel = Outcome<unknown> | NextStep;

/** The task stays open, and something more is asked for. */
export interface NextStep {
  readonly status: 'pending';
  readonly call: Call;
  /** Whether that is another attempt at the task. */
  readonly isAttempt?: boolean;
  /** Of a pause: what is asked for when it is over, if not the same again. */
  readonly afterPause?: Call;
  /** Of the pause that a loop of the host makes after its last attempt: what the task fails with then. */
  readonly failure?: TaskFailedError;
}

/** What a sequel depends on besides the step. */
export interface SequelRules {
  /** The pause between polls where an answer names none, in milliseconds. */
  readonly httpPollMs: number;
  /** Runs code of the user that decides about retries. */
  readonly runCode: <T>(code: () => T) => T;
}

/**
 * Decides what follows from the event that ends a step: the next attempt, poll or part of a timer, or how its task settles. Changes
 * nothing, and runs user code only where that decides about retries; what it throws the task fails with.
 *
 * A loop of the host goes on when its task was cancelled, and takes ids for that.
 *
 * @throws {DurableError} when what history holds cannot be read.
 */
export function decideSequel(
  step: Step,
  event: Completion | EventRaised,
  nowMs: number,
  { httpPollMs, runCode }: SequelRules,
): Sequel {
  const { call } = step;
  switch (event.kind) {
    case 'task-completed':
      if (call.kind === 'http') return afterAnswer(step, call, event.result, nowMs, httpPollMs);
      return resultOf(step, event.result);
    case 'sub-orchestration-completed':
      return resultOf(step, event.result);
    case 'event-raised':
      return call.kind === 'event' ? dataOf(event) : readEntityAnswer(step, event);
    case 'timer-fired':
      return afterTimer(step, nowMs);
    case 'task-failed':
    case 'sub-orchestration-failed':
      return afterFailure(step, failureOfStep(step, event.failure), nowMs, runCode);
  }
}

function resultOf({ call, id }: Step, text: JsonText | undefined): Sequel {
  const value = text === undefined ? null : decodeJson(() => `The result of ${describeCall(call)} (id ${id})`, text);
  return { status: 'fulfilled', value };
}

function dataOf({ name, input }: EventRaised): Sequel {
  const value = input === undefined ? undefined : decodeJson(() => `The data of event '${name}'`, input);
  return { status: 'fulfilled', value };
}

function afterAnswer(
  step: Step,
  call: HttpCall,
  text: JsonText | undefined,
  nowMs: number,
  httpPollMs: number,
): Sequel {
  const response = readHttpAnswer(step, text);
  const done: Sequel = { status: 'fulfilled', value: response };
  if (!isWanted(step)) return done;
  const { httpRetry } = call;
  const again =
    httpRetry !== undefined && isRetried(httpRetry, response.status)
      ? nextHttpAttempt(call, step.entry.firstAtMs, nowMs)
      : undefined;
  return askLater(again ?? nextPoll(call, response, nowMs, httpPollMs)) ?? done;
}

function askLater(next: NextPoll | undefined): NextStep | undefined {
  return next && { status: 'pending', call: pauseUntil(next.fireAtMs), afterPause: next.call };
}

function afterTimer({ entry, call, loop }: Step, nowMs: number): Sequel {
  const { what } = entry;
  if (call.kind === 'timer' && isUnfinished(call, nowMs)) return { status: 'pending', call };
  if (what.kind === 'timer') return { status: 'fulfilled', value: what.state };
  if (loop?.failure !== undefined) return { status: 'rejected', error: errorOfFailure(loop.failure) };
  return nextAttempt(entry);
}

function afterFailure(step: Step, error: TaskFailedError, nowMs: number, runCode: SequelRules['runCode']): Sequel {
  const { entry, call, loop } = step;
  const failed: Sequel = { status: 'rejected', error: errorOfFailure(error) };
  if (call.kind === 'http') {
    const isFinal = !isWanted(step) || isNotRetriable(error);
    return (isFinal ? undefined : askLater(nextHttpAttempt(call, entry.firstAtMs, nowMs))) ?? failed;
  }
  const { retry } = call as Partial<RetriedCall>;
  if (retry === undefined || !isWanted(step)) return failed;
  const attempt = Object.freeze({ attempt: entry.attempts, error, elapsedMs: nowMs - entry.firstAtMs });
  let decision: RetryDecision;
  try {
    decision = runCode(() => decideRetry(retry, attempt, nowMs));
  } catch (thrown) {
    return { status: 'rejected', error: thrown };
  }
  if (decision.kind === 'retry-now') return nextAttempt(entry);
  if (decision.kind === 'retry-at') return { status: 'pending', call: pauseUntil(decision.fireAtMs) };
  // The Durable Task Framework sets one more timer, due at once, when it runs out of attempts: it once did and must go on.
  if (loop !== undefined && decision.isExhausted) return { status: 'pending', call: pauseUntil(nowMs), failure: error };
  return failed;
}

/** Only calls have steps, so the task is one. */
function nextAttempt({ what, afterPause }: Entry): NextStep {
  return { status: 'pending', call: afterPause ?? (what as Call), isAttempt: true };
}

/** Whether anyone goes on with a task: the code unless it has settled, a loop of the host in any case. */
function isWanted({ entry, loop }: Step): boolean {
  return entry.outcome === undefined || loop !== undefined;
}

import { activity, beginningWith, type Decision, timer, whenAll, whenAny } from './quirk-decisions.ts';

/** Why the default profile writes another action list than durable-functions. */
type ListRule =
  /** The code moved past something open: it is wrapped so that the host does not wait for it. */
  | 'non-blocking'
  /** Retries run in the orchestrator, as plain activities and timers. */
  | 'worker retries';

const wrapped = (action: object) => whenAny(action, whenAll());
const failedFast = [[wrapped(whenAll(activity('F', 1), activity('F', 2), activity('F', 3)))]];
const tried = activity('A', '"in"');
const retriedTwice = [tried, timer('2024-01-01T00:00:02.000Z'), tried];
const triedThrice = [...retriedTwice, timer('2024-01-01T00:00:04.000Z'), tried];

/** By vector: the list where only it differs, or all that differs where it decides what comes out. */
export const actionListDifferences: Readonly<Record<string, { readonly rule: ListRule; readonly actions: unknown }>> = {
  'all-fail-fast': { rule: 'non-blocking', actions: failedFast },
  'all-two-failures': { rule: 'non-blocking', actions: failedFast },
  'any-of-completed': { rule: 'non-blocking', actions: [[activity('A'), wrapped(whenAny(activity('B')))]] },
  'replay-no-name-check': { rule: 'non-blocking', actions: [[wrapped(activity('NewName'))]] },
  'retry-fail-1-timer-fired': { rule: 'worker retries', actions: [retriedTwice] },
  'retry-fanout': {
    rule: 'worker retries',
    actions: [
      [wrapped(whenAll(activity('A', 1), activity('A', 2))), timer('2024-01-01T00:00:02.000Z'), activity('A', 1)],
    ],
  },
  'retry-schedule': { rule: 'worker retries', actions: [[tried]] },
  'retry-schedule-full-options': { rule: 'worker retries', actions: [[tried]] },
  'retry-second-succeeds': { rule: 'worker retries', actions: [retriedTwice] },
};

/**
 * Histories of a host whose own loop set one more timer after the last attempt. The orchestrator's loop sets none, so it fails earlier,
 * or is contradicted: such instances are what `retryMode: 'host'` is for.
 */
export const hostRetryHistories: Readonly<Record<string, Decision<ListRule>>> = {
  'retry-exhausted-before-last-timer': {
    rule: 'worker retries',
    kind: 'failure',
    result: { actions: [triedThrice], error: 'R3 \n D3' },
  },
  'retry-exhausted': {
    rule: 'worker retries',
    result: {
      actions: [triedThrice],
      error: contradicted(
        22,
        'a timer was set under sequence id 5, but the code has asked for nothing under that id (its latest call is activity',
      ),
    },
  },
  'retry-exhausted-ids-after': {
    rule: 'worker retries',
    kind: 'failure',
    result: {
      isDone: false,
      output: undefined,
      actions: [[...triedThrice, wrapped(activity('After'))]],
      error: contradicted(22, "a timer was set under sequence id 5, but the code asked for activity 'After' (at "),
    },
    // once more for the line
    trace: ['R3 \n D3', 'R3 \n D3'],
  },
  'retry-max-one': {
    rule: 'worker retries',
    result: {
      actions: [[tried]],
      error: contradicted(6, 'a timer was set under sequence id 1, but the code has asked for nothing under that id'),
    },
  },
};

function contradicted(index: number, difference: string): object {
  return beginningWith(
    `The code of orchestration 'orch' (instance 'inst-1') does not repeat its history (history[${index}]): history records that ${difference}`,
  );
}

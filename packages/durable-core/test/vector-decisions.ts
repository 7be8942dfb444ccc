/**
 * Where this package answers a recorded vector otherwise than durable-functions 3.5 did, on purpose: by vector, with the rule.
 * A vector named in neither list must give an equal answer, so nothing can be skipped in silence.
 */

/** A rule that makes an answer differ. */
type Rule =
  /** The code moved past something open: it is wrapped so that the host does not wait for it. */
  | 'non-blocking'
  /** Only what was never scheduled is asked for; a task in several compounds is one. */
  | 'asked once'
  /** Compounds over settled tasks settle at once. */
  | 'settles at construction'
  /** Retries run in the orchestrator, as plain activities and timers; nothing waits after the last failure. */
  | 'worker retries'
  /** The worker compares history and code. */
  | 'checks determinism'
  /** Names and ids of tasks do not meet the names of events. */
  | 'separate key spaces'
  /** What was thrown is always reported, never with an empty text. */
  | 'errors are reported'
  /** A recorded value that cannot be read fails the orchestration and says which. */
  | 'unreadable history fails'
  /** Falsy custom statuses count. */
  | 'falsy statuses count'
  /** User data is left alone. */
  | 'user data is untouched'
  /** The newest schema both sides know; an advertised 0 is V1. */
  | 'schema negotiation'
  /** ContinueAsNew in history means nothing to the worker. */
  | 'ContinueAsNew is ignored'
  /** An empty list of tasks has an empty list of values, as with `Promise.all`. */
  | 'empty joinAll'
  /** A host that tells of no timer limit has none. */
  | 'no limit without a setting'
  /** The same refusal in our words. */
  | 'wording';

/** What differs from the recorded answer. */
export interface Decision {
  readonly rule: Rule;
  readonly kind?: 'result' | 'failure';
  /** Members of the answer that differ; `undefined` for one that is not there. */
  readonly result?: Readonly<Record<string, unknown>>;
  readonly trace?: readonly unknown[];
  /** Code of the error that `runOrchestration` throws instead of answering. */
  readonly throwsCode?: string;
}

const wording = (error: string): Decision => ({ rule: 'wording', result: { error } });

const activity = (functionName: string, input?: unknown) => ({
  actionType: 0,
  functionName,
  ...(input !== undefined && { input }),
});
const timer = (fireAt: string) => ({ actionType: 5, fireAt, isCanceled: false });
const whenAny = (...compoundActions: object[]) => ({ actionType: 11, compoundActions });
const whenAll = (...compoundActions: object[]) => ({ actionType: 12, compoundActions });
const wrapped = (action: object) => whenAny(action, whenAll());
const go = { actionType: 6, externalEventName: 'go', reason: 'ExternalEvent' };

const tried = activity('A', '"in"');
const retriedTwice = [tried, timer('2024-01-01T00:00:02.000Z'), tried];

/** Decisions by vector name. */
export const decisions: Readonly<Record<string, Decision>> = {
  'activity-completed-bad-json': {
    rule: 'unreadable history fails',
    kind: 'failure',
    result: {
      isDone: false,
      actions: [[activity('A')]],
      schemaVersion: 2,
      error: `The result of activity 'A' (id 0) is not JSON: SyntaxError: Unexpected token 'o', "not json" is not valid JSON`,
    },
  },
  'activity-failed-no-details': {
    rule: 'errors are reported',
    kind: 'failure',
    result: { isDone: false, actions: [[activity('A')]], schemaVersion: 2, error: 'R' },
  },
  'all-empty': { rule: 'empty joinAll', kind: 'result', result: { isDone: true, output: [], error: undefined } },
  'all-fail-fast': {
    rule: 'non-blocking',
    result: { actions: [[wrapped(whenAll(activity('F', 1), activity('F', 2), activity('F', 3)))]] },
  },
  'all-non-task': wording('ctx.joinAll takes durable tasks of this execution; element 0 is none.'),
  'all-same-task-twice': { rule: 'asked once', result: { actions: [[whenAll(activity('A'))]] } },
  'all-two-failures': {
    rule: 'non-blocking',
    result: { actions: [[wrapped(whenAll(activity('F', 1), activity('F', 2), activity('F', 3)))]] },
  },
  'any-empty': wording('ctx.any takes at least one task.'),
  'any-loop-duplicates': {
    rule: 'asked once',
    result: { actions: [[whenAny(activity('F', 1), activity('F', 2), activity('F', 3))]] },
  },
  'any-loop-event-reused': {
    rule: 'asked once',
    result: {
      isDone: true,
      actions: [[whenAny(go, activity('A')), whenAny(activity('B')), go]],
      output: ['a', 'e1:first', 'e2:second'],
    },
  },
  'any-of-completed': {
    rule: 'settles at construction',
    result: { isDone: true, actions: [[activity('A'), wrapped(whenAny(activity('B')))]], output: 'a' },
  },
  'basic-input-timestamp-member': {
    rule: 'user data is untouched',
    result: { output: { inner: { Timestamp: '2020-02-02T02:02:02Z' } } },
    trace: [false],
  },
  'can-history-event': {
    rule: 'ContinueAsNew is ignored',
    result: { actions: [[activity('A')]], output: 'second' },
  },
  'compound-child-stolen': { rule: 'settles at construction', result: { isDone: true, output: 'a' } },
  'error-empty-message': { rule: 'errors are reported', result: { error: 'Error without a message' } },
  'error-non-error-thrown': { rule: 'errors are reported', result: { error: 'just text' } },
  'error-undefined-thrown': { rule: 'errors are reported', kind: 'failure', result: { error: 'undefined was thrown' } },
  'event-bad-json': {
    rule: 'unreadable history fails',
    kind: 'failure',
    result: {
      isDone: false,
      actions: [[go]],
      schemaVersion: 2,
      error:
        "The data of event 'go' is not JSON: SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
    },
  },
  'event-empty-name': wording('The name of an event is a string that is not blank, got "".'),
  'event-numeric-name-collision': { rule: 'separate key spaces', result: { isDone: false, output: undefined } },
  'payload-no-orchestrator-started': { rule: 'wording', throwsCode: 'malformed-payload' },
  'replay-no-name-check': {
    rule: 'checks determinism',
    kind: 'failure',
    result: {
      isDone: false,
      actions: [[wrapped(activity('NewName'))]],
      output: undefined,
      error:
        "The code of orchestration 'orch' (instance 'inst-1') does not repeat its history: history records that activity 'OldName' was " +
        "scheduled under sequence id 0, but the code asked for activity 'NewName'. Was the code changed while the instance was running?",
    },
  },
  'retry-bad-first-interval': wording('Retry option firstRetryIntervalMs is a number of milliseconds above 0, got 0.'),
  'retry-exhausted-before-last-timer': {
    rule: 'worker retries',
    kind: 'failure',
    result: { actions: [[...retriedTwice, timer('2024-01-01T00:00:04.000Z'), tried]], error: 'R3 \n D3' },
  },
  'retry-fail-1-timer-fired': { rule: 'worker retries', result: { actions: [retriedTwice] } },
  'retry-fanout': {
    rule: 'worker retries',
    result: {
      actions: [
        [wrapped(whenAll(activity('A', 1), activity('A', 2))), timer('2024-01-01T00:00:02.000Z'), activity('A', 1)],
      ],
    },
  },
  'retry-missing-options': wording('The retry options are missing.'),
  'retry-schedule': { rule: 'worker retries', result: { actions: [[tried]] } },
  'retry-schedule-full-options': { rule: 'worker retries', result: { actions: [[tried]] } },
  'retry-second-succeeds': { rule: 'worker retries', result: { actions: [retriedTwice] } },
  'schema-upper-new-zero': { rule: 'schema negotiation', result: { schemaVersion: 0 } },
  'status-falsy-empty-string': { rule: 'falsy statuses count', result: { customStatus: '' } },
  'status-falsy-false': { rule: 'falsy statuses count', result: { customStatus: false } },
  'sub-no-name': wording('The name of an orchestration must not be blank.'),
  'timer-cancel-completed': wording('The timer has fired already and cannot be cancelled.'),
  'timer-invalid-date': {
    rule: 'wording',
    kind: 'failure',
    result: { actions: [[]], error: 'createTimer takes a valid Date, got an invalid one.' },
  },
  'timer-non-date': wording('createTimer takes a Date, got 12345; for a delay use sleep(delayMs).'),
  'timer-v3-missing-durations': {
    rule: 'no limit without a setting',
    kind: 'result',
    result: { actions: [[timer('2024-01-01T00:00:01.000Z')]], error: undefined },
  },
  'yield-integer': wording(
    "The code of orchestration 'orch' (instance 'inst-1') may only yield tasks of its own context, but it yielded number.",
  ),
};

const entities = 'entities are not there yet';
const locks = 'entity locks are not there yet';
const callHttp = 'callHttp is not there yet';
const longTimers = 'timers beyond the host limit are not there yet';
const hostRetries = 'its history was made by a host that retries itself; retries run in the orchestrator';

/** Vectors that are not run, each with the reason. */
export const notRun: Readonly<Record<string, string>> = {
  'entity-batch-add-get': entities,
  'entity-batch-delete': entities,
  'entity-batch-delete-then-add': entities,
  'entity-batch-fresh': entities,
  'entity-batch-return-then-throw': entities,
  'entity-batch-return-twice': entities,
  'entity-batch-signal': entities,
  'entity-call-error': entities,
  'entity-call-no-eventsent': entities,
  'entity-signal': entities,
  'http-202-complete': callHttp,
  'http-202-location': callHttp,
  'http-202-no-location': callHttp,
  'http-completed': callHttp,
  'http-completed-no-polling': callHttp,
  'http-failed': callHttp,
  'http-get-v2': callHttp,
  'http-post-full': callHttp,
  'lock-empty': locks,
  'lock-islocked-none': locks,
  'lock-requires-v4': locks,
  'lock-rules': locks,
  'lock-schedule-v4': locks,
  'retry-exhausted': hostRetries,
  'retry-exhausted-ids-after': hostRetries,
  'retry-max-one': hostRetries,
  'schema-unknown-upper-version': 'the newest schema written is V3; V4 comes with entity locks',
  'timer-long-done': longTimers,
  'timer-long-host-split-ids-after': longTimers,
  'timer-long-second-part': longTimers,
};

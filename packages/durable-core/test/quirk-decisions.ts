/**
 * Where this package answers a recorded vector otherwise than durable-functions 3.5 did, on purpose and in every profile: by vector,
 * with the rule. A vector named nowhere must give an equal answer, so nothing can be skipped in silence.
 */

/** A rule that makes an answer differ. */
type Rule =
  /** Only what was never scheduled is asked for; a task in several compounds is one. */
  | 'asked once'
  /** Compounds over settled tasks settle at once. */
  | 'settles at construction'
  /** The worker compares history and code, as the host does after it. */
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
  /** An invalid date is refused. */
  | 'dates are valid'
  /** A host that tells of no timer limit has none: not every storage has one. */
  | 'no limit without a setting'
  /** What an entity threw is told with the type it had. */
  | 'entity errors keep their type'
  /** The same refusal in our words. */
  | 'wording'
  /** A payload that cannot be read is refused with a code. */
  | 'payloads are checked'
  /** The same as recorded. */
  | 'as recorded';

/** What differs from the recorded answer. */
export interface Decision<R extends string = string> {
  readonly rule: R;
  readonly kind?: 'result' | 'failure';
  /** Members of the answer that differ; `undefined` for one that is not there. */
  readonly result?: Readonly<Record<string, unknown>>;
  readonly trace?: readonly unknown[];
  /** Code of the error that `runOrchestration` throws instead of answering. */
  readonly throwsCode?: string;
}

/** A plain action of a list. */
type Listed = Readonly<Record<string, unknown>>;

export const activity = (functionName: string, input?: unknown): Listed => ({
  actionType: 0,
  functionName,
  ...(input !== undefined && { input }),
});
export const timer = (fireAt: string): Listed => ({ actionType: 5, fireAt, isCanceled: false });
export const whenAny = (...compoundActions: object[]): Listed => ({ actionType: 11, compoundActions });
export const whenAll = (...compoundActions: object[]): Listed => ({ actionType: 12, compoundActions });
const go = { actionType: 6, externalEventName: 'go', reason: 'ExternalEvent' };

/** Decisions about defects of durable-functions. */
export const quirkDecisions: Readonly<Record<string, Decision<Rule>>> = {
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
  'all-same-task-twice': { rule: 'asked once', result: { actions: [[whenAll(activity('A'))]] } },
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
    result: { isDone: true, actions: [[activity('A'), whenAny(activity('B'))]], output: 'a' },
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
  'event-numeric-name-collision': { rule: 'separate key spaces', result: { isDone: false, output: undefined } },
  'schema-upper-new-zero': { rule: 'schema negotiation', result: { schemaVersion: 0 } },
  'status-falsy-empty-string': { rule: 'falsy statuses count', result: { customStatus: '' } },
  'status-falsy-false': { rule: 'falsy statuses count', result: { customStatus: false } },
  'status-falsy-null': { rule: 'as recorded' },
  'timer-invalid-date': {
    rule: 'dates are valid',
    kind: 'failure',
    result: { actions: [[]], error: 'createTimer takes a valid Date, got an invalid one.' },
  },
};

/** Decisions about behaviour that is no defect there and yet not ours. */
export const deviations: Readonly<Record<string, Decision<Rule>>> = {
  'entity-call-error': {
    rule: 'entity errors keep their type',
    result: { output: ['TaskFailedError', 'Error: it broke'] },
  },
  'lock-empty': {
    rule: 'wording',
    kind: 'failure',
    result: { error: 'ctx.lockEntities takes at least one entity.' },
  },
  'lock-requires-v4': {
    rule: 'wording',
    kind: 'failure',
    result: {
      error:
        'ctx.lockEntities needs result schema V4, which this Durable Functions extension does not offer; upgrade it.',
    },
  },
  'lock-rules': {
    rule: 'wording',
    result: {
      output: [
        ['DurableError', 'While an orchestration holds locks, it must not call another orchestration.'],
        [
          'DurableError',
          "While an orchestration holds locks, it may only call the entities it has locked, and '@z@1' is none of them.",
        ],
        [
          'DurableError',
          "While an orchestration holds locks, it must not signal an entity it has locked, and '@counter@k1' is one: call it.",
        ],
      ],
    },
  },
  'payload-no-orchestrator-started': { rule: 'payloads are checked', throwsCode: 'malformed-payload' },
  'replay-no-name-check': {
    rule: 'checks determinism',
    kind: 'failure',
    result: {
      isDone: false,
      output: undefined,
      error: beginningWith(
        "The code of orchestration 'orch' (instance 'inst-1') does not repeat its history (history[2]): history records that activity " +
          "'OldName' was scheduled under sequence id 0, but the code asked for activity 'NewName'",
      ),
    },
  },
  'timer-v3-missing-durations': {
    rule: 'no limit without a setting',
    kind: 'result',
    result: { actions: [[timer('2024-01-01T00:00:01.000Z')]], error: undefined },
  },
};

/** A text that begins with these words and goes on with a place in the code, whose path is one of this machine. */
export function beginningWith(beginning: string): { readonly beginning: string } {
  return { beginning };
}

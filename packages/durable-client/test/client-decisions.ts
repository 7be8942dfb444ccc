import type { DurableClientErrorCode } from '@perdura/durable-client';

/** Where durable-functions throws a bare Error, which `code` ours has; `TypeError` when it is refused before sending. */
export const errorCodes: Readonly<Record<string, DurableClientErrorCode | 'TypeError'>> = {
  'entity-signal-400': 'http',
  'purge-by-no-from': 'TypeError',
  'raise-400': 'http',
  'resume-404': 'not-found',
  'resume-500': 'http',
  'rewind-412': 'precondition-failed',
  'rewind-501': 'not-implemented',
  'start-409-empty': 'conflict',
  'start-bad-name': 'TypeError',
  'status-empty-200': 'invalid-response',
  'status-malformed': 'invalid-response',
  'suspend-500': 'http',
  'terminate-500': 'http',
};

/** One case in which durable-functions 3.5.0 does one thing and we, on purpose, another. */
export interface ClientDecision {
  /** Why ours differs. */
  readonly reason: string;
  /** The body we send instead. */
  readonly body?: string;
  /** The decoded path below the base we send it to instead. */
  readonly path?: string;
  /** The decoded query pairs we send instead, in webhook and rpc mode; `taskHub`, `connection` and `code` are added in webhook mode. */
  readonly query?: Readonly<Record<string, string>>;
  /** Ours sends nothing. */
  readonly refused?: true;
  /** How our call ends instead. */
  readonly outcome?: { readonly code: DurableClientErrorCode | 'TypeError' } | { readonly value: unknown };
}

const noInput = 'a start without input has an empty body: the two bytes "" arrive as an empty string, not as no input';

const statusWithHistory = {
  name: 'Orch',
  instanceId: 'abc',
  createdTime: new Date('2024-01-01T00:00:00Z'),
  lastUpdatedTime: new Date('2024-01-01T00:00:05Z'),
  input: null,
  output: null,
  runtimeStatus: 'Running',
  customStatus: null,
  historyEvents: [{ eventType: 'ExecutionStarted', raw: { EventType: 'ExecutionStarted' } }],
};
const history = {
  reason: 'the history is read from historyEvents, where the extension puts it',
  outcome: { value: statusWithHistory },
};

const noEffect = { reason: 'a request that can have no effect is an error', outcome: { code: 'gone' } } as const;

/** The links of an instance in the hub of the vectors. */
function linksOf(id: string, encodedId: string): Readonly<Record<string, string>> {
  const instance = `http://host/runtime/webhooks/durabletask/instances/${encodedId}`;
  const hub = 'taskHub=TestHub&connection=Storage&code=K3y%3D%3D';
  return {
    id,
    statusQueryGetUri: `${instance}?${hub}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${hub}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${hub}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${hub}`,
    purgeHistoryDeleteUri: `${instance}?${hub}`,
    restartPostUri: `${instance}/restart?${hub}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${hub}`,
    resumePostUri: `${instance}/resume?reason={text}&${hub}`,
  };
}

/** Every difference, by vector name without its mode. */
export const decisions: Readonly<Record<string, ClientDecision>> = {
  'start-no-input': { reason: noInput, body: '' },
  'start-409-empty': { reason: noInput, body: '' },
  'start-id-dollar': {
    reason: 'ids are percent-encoded and never read as a replacement pattern',
    body: '',
    path: '/orchestrators/Orch/a$&b',
  },
  'start-unescaped-id': { reason: 'ids are percent-encoded', body: '', path: '/orchestrators/Orch/a b%c' },
  'raise-undefined': {
    reason: 'an event without data carries null: the extension refuses an empty body',
    body: 'null',
  },
  'terminate-reason-encoding': { reason: 'reasons are percent-encoded', query: { reason: 'a b&c=d#e' } },
  'resume-reason-encoding': { reason: 'reasons are percent-encoded', query: { reason: 'a b&c=d#e' } },
  'terminate-410': noEffect,
  'suspend-410': noEffect,
  'resume-410': noEffect,
  'purge-by-no-from': { reason: 'a purge without createdTimeFrom is refused in every mode', refused: true },
  'entity-signal-bare': {
    reason: 'a signal names its operation: without, the entity would be asked for the operation of no name',
    refused: true,
    outcome: { code: 'TypeError' },
  },
  'management-payload-id-encoding': {
    reason: 'ids are percent-encoded in links',
    outcome: { value: linksOf('a b/c', 'a%20b%2Fc') },
  },
  'status-404': { reason: 'a missing instance is an answer, not a failure', outcome: { value: undefined } },
  'status-showinput-false': { reason: 'showInput: false is sent in every mode', query: { showInput: 'false' } },
  'status-history-field': history,
  'status-options': history,
};

import type { DurableClient } from '@perdura/durable-client';

/** One instance: how it is started, what happens to it, and how it ends. */
export interface Sample {
  /** Orchestration, and what is special about this run of it. */
  readonly title: string;
  readonly orchestration: string;
  /** Input; with `httpServer` in it the address of a server that answers. (default: none) */
  readonly input?: unknown;
  /** Events raised before the clock is moved, oldest first. */
  readonly events?: readonly (readonly [name: string, data: unknown])[];
  /** What generators of `durable-functions` cannot do, or will not: it refuses a compound of nothing. (default: all can) */
  readonly needs?: 'ours';
  /** How it ends; what is not named is not looked at. */
  readonly ends: { readonly runtimeStatus: string; readonly output: unknown; readonly customStatus?: unknown };
}

const completed = (output: unknown, customStatus: unknown = null) => ({
  runtimeStatus: 'Completed',
  output,
  customStatus,
});
const failed = (output: unknown) => ({ runtimeStatus: 'Failed', output });

/** Stands for the address of the test's own HTTP server. */
const httpServer = 'http://server.invalid';

/** Every sample, with the end that all ways to run it must lead to. */
export const samples: readonly Sample[] = [
  {
    title: 'a sequence of activities',
    orchestration: 'sequence',
    ends: completed(['Hello Tokyo!', 'Hello London!', 'Hello Seattle!']),
  },
  {
    title: 'a fan-out',
    orchestration: 'fan_out',
    input: ['Tokyo', 'London', 'Seattle'],
    ends: completed(['Hello Tokyo!', 'Hello London!', 'Hello Seattle!']),
  },
  {
    title: 'values of every kind',
    orchestration: 'values',
    ends: completed([
      ['string', '7'],
      ['string', '"x"'],
      ['string', 'text'],
      ['string', ''],
      ['number', 0],
      ['number', 0.5],
      ['boolean', true],
      ['object', null],
      ['list', [1, 'a']],
      ['object', { a: { b: [] } }],
    ]),
  },
  { title: 'an activity that returns nothing', orchestration: 'no_values', ends: completed([null, 'none']) },
  {
    title: 'work before its deadline',
    orchestration: 'deadline',
    input: [{ turns: 3 }],
    ends: completed('done'),
  },
  { title: 'a timer of ten days', orchestration: 'sleeper', ends: completed(10 * 86_400_000) },
  {
    title: 'an event in time',
    orchestration: 'approval',
    events: [['approve', { by: 'Ada' }]],
    ends: completed('Ada', 'decided'),
  },
  { title: 'an event that never comes', orchestration: 'approval', ends: completed('nobody', 'decided') },
  {
    title: 'events before they are waited for',
    orchestration: 'three_events',
    events: [
      ['step', 1],
      ['other', 0],
      ['step', 2],
      ['step', 3],
    ],
    ends: completed([1, 2, 3]),
  },
  {
    title: 'a second attempt that helps',
    orchestration: 'retried',
    input: { key: 'twice', failures: 1 },
    ends: completed(['at last', 'Hello after!']),
  },
  {
    title: 'attempts that all fail',
    orchestration: 'retried',
    input: { key: 'always', failures: 1_000 },
    ends: completed(['Error: not yet', 'Hello after!']),
  },
  { title: 'sub-orchestrations', orchestration: 'family', ends: completed([2, 'Error: below zero', 10]) },
  { title: 'beginning anew', orchestration: 'counter', input: 0, ends: completed(3) },
  {
    title: 'events carried from one execution to the next',
    orchestration: 'letters',
    input: '',
    events: [
      ['letter', 'a'],
      ['letter', '"b"'],
      ['letter', '.'],
    ],
    ends: completed('a"b"'),
  },
  {
    title: 'a failure that is caught',
    orchestration: 'caught',
    ends: completed(['RangeError: card declined', 'charged 5']),
  },
  {
    title: 'a failure that is not',
    orchestration: 'uncaught',
    ends: failed("Orchestrator function 'uncaught' failed: RangeError: card declined"),
  },
  {
    title: 'code that throws',
    orchestration: 'throws',
    ends: failed("Orchestrator function 'throws' failed: out of stock"),
  },
  {
    title: 'entities that are called and signalled',
    orchestration: 'accounts',
    ends: completed([7_005, 7_005, 1]),
  },
  {
    title: 'entities that are locked',
    orchestration: 'transfer',
    ends: completed([true, [-5, 5], false, -5]),
  },
  {
    title: 'a failure of a type of its own, from a sub-orchestration on',
    orchestration: 'asks_the_picky',
    needs: 'ours',
    ends: failed("Orchestrator function 'asks_the_picky' failed: RangeError: not with me"),
  },
  {
    title: 'a failure with more to say',
    orchestration: 'explained',
    needs: 'ours',
    ends: completed(['SyntaxError', 'no such card', true, { card: 'visa' }]),
  },
  {
    title: 'a cancellation',
    orchestration: 'cancellable',
    events: [['perdura.cancel', { reason: 'enough' }]],
    needs: 'ours',
    ends: completed(['cancelled', true, 'Hello cleanup!']),
  },
  {
    title: 'two flows at once',
    orchestration: 'two_flows',
    needs: 'ours',
    ends: completed(['a Hello a!', 'b Hello b!']),
  },
  {
    title: 'a fan-out to nobody',
    orchestration: 'fan_out',
    input: [],
    needs: 'ours',
    ends: completed([]),
  },
  {
    title: 'GUIDs',
    orchestration: 'guids',
    ends: completed(['3e1048aa-4f25-5093-aa4e-e1e1e85bdf93', 1, 'e520722f-3f7e-5dc3-bae5-1ef2fa3542e2']),
  },
  {
    title: 'an HTTP call that is polled',
    orchestration: 'polled',
    input: `${httpServer}/jobs`,
    ends: completed([200, '{"n":1}']),
  },
  {
    title: 'an HTTP call to nobody',
    orchestration: 'refused',
    input: 'http://127.0.0.1:9/',
    ends: completed('no answer'),
  },
];

/** Starts a sample and raises its events. Answers the id of the instance. */
export async function startSample(
  { title, orchestration, input, events = [] }: Sample,
  client: DurableClient,
  serverUrl: string,
): Promise<string> {
  const text = input === undefined ? undefined : JSON.stringify(input).replace(httpServer, serverUrl);
  const instanceId = title.replaceAll(/\W+/g, '-');
  await client.startNew(orchestration, { instanceId, ...(text !== undefined && { input: JSON.parse(text) }) });
  for (const [name, data] of events) await client.raiseEvent(instanceId, name, data);
  return instanceId;
}

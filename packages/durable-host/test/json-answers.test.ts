import { afterEach, describe, expect, it } from '@jest/globals';
import { orchestration } from '@perdura/durable-core';
import type { DurableFunction } from '@perdura/durable-host';
import { callApi } from './fakes/call-api.ts';
import { jsonActivity, jsonOrchestration, type Payload } from './fakes/json-functions.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

/*
 * Orchestrators that are written by hand, in answers of the JSON protocol: what the host makes of each.
 */

afterEach(closeTestHosts);

const ran: unknown[] = [];
const note = jsonActivity('note', (input) => {
  ran.push(input);
  return JSON.stringify(input ?? null);
});
const fail = jsonActivity('fail', () => {
  throw new Error('no');
});

/** Types of the events of a history, the frame of each turn left out. */
function calls(payload: Payload): readonly number[] {
  return payload.history.map(({ EventType }) => EventType).filter((type) => ![0, 12, 13].includes(type));
}

async function run(answer: (payload: Payload) => unknown, others: readonly DurableFunction[] = []) {
  ran.length = 0;
  const host = await openTestHost({ functions: [jsonOrchestration('asked', answer), note, fail, ...others] });
  await host.client.startNew('asked', { instanceId: 'one', input: 'in' });
  return host;
}

const v2 = { schemaVersion: 1, isDone: false };

describe('an answer of the JSON protocol', () => {
  it('is asked for with what the extension sends', async () => {
    let payload: Payload | undefined;
    const { finish } = await run((asked) => {
      payload = asked;
      return { ...v2, isDone: true, actions: [[]], output: 'out' };
    });
    const { runtimeStatus, output } = await finish('one');
    expect({ runtimeStatus, output }).toEqual({ runtimeStatus: 'Completed', output: 'out' });
    expect(payload).toEqual({
      history: [
        { EventType: 12, EventId: -1, IsPlayed: false, Timestamp: '2026-01-01T00:00:00.000Z' },
        {
          EventType: 0,
          EventId: -1,
          IsPlayed: false,
          Timestamp: '2026-01-01T00:00:00.000Z',
          OrchestrationInstance: { InstanceId: 'one', ExecutionId: expect.stringMatching(/^[0-9a-f]{32}$/) },
          ParentInstance: null,
          Name: 'asked',
          Version: '',
          Input: '"in"',
          Tags: null,
        },
      ],
      input: 'in',
      instanceId: 'one',
      isReplaying: false,
      parentInstanceId: null,
      upperSchemaVersion: 1,
      upperSchemaVersionNew: expect.any(Number),
      longRunningTimerIntervalDuration: '10675199.02:48:05.4775807',
      maximumShortTimerDuration: '10675199.02:48:05.4775807',
      defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
    });
  });

  it('is asked for with the tags the instance was started with', async () => {
    let payload: Payload | undefined;
    const { host, settle } = await run((asked) => {
      payload = asked;
      return { ...v2, isDone: true, actions: [[]] };
    });
    await callApi(host, 'POST', '/orchestrators/asked?tags={"team":"blue"}');
    await settle();
    expect(payload?.history[1]).toMatchObject({ EventType: 0, Tags: { team: 'blue' } });
  });

  it('may name its actions, and its schema, as other languages do', async () => {
    const { finish } = await run((payload) => ({
      schemaVersion: 'V2',
      isDone: calls(payload).includes(11),
      actions: [
        [
          { actionType: 'callActivity', functionName: 'note', input: 'plain' },
          { actionType: 'CREATETIMER', fireAt: '2026-01-01T00:00:05Z', isCanceled: false },
        ],
      ],
      error: null,
      customStatus: null,
    }));
    expect(await finish('one')).toMatchObject({ runtimeStatus: 'Completed', output: null });
    expect(ran).toEqual(['plain']);
  });

  it('in the oldest schema waits for the first of each inner list', async () => {
    const activity = (input: string) => ({ actionType: 0, functionName: 'note', input: JSON.stringify(input) });
    const { finish } = await run((payload) => ({
      isDone: calls(payload).filter((type) => type === 5).length === 2,
      actions: [[{ actionType: 6, externalEventName: 'never' }, activity('a')], [], [activity('b')]],
      output: calls(payload),
    }));
    expect(await finish('one')).toMatchObject({ output: [4, 5, 4, 5] });
    expect(ran).toEqual(['a', 'b']);
  });

  it('makes the host wait for one action before it starts the next', async () => {
    const { settle, client, finish } = await run((payload) => ({
      ...v2,
      isDone: calls(payload).includes(5),
      actions: [
        [
          { actionType: 6, externalEventName: 'go', reason: 'ExternalEvent' },
          { actionType: 0, functionName: 'note', input: 1 },
        ],
      ],
    }));
    await settle();
    expect(ran).toEqual([]);
    await client.raiseEvent('one', 'GO');
    expect(await finish('one')).toMatchObject({ runtimeStatus: 'Completed' });
    expect(ran).toEqual([1]);
  });

  it('starts what a WhenAny of nothing stands beside without waiting', async () => {
    const { finish } = await run((payload) => ({
      ...v2,
      isDone: calls(payload).includes(5),
      actions: [
        [
          {
            actionType: 11,
            compoundActions: [
              { actionType: 6, externalEventName: 'never' },
              { actionType: 12, compoundActions: [] },
            ],
          },
          { actionType: 0, functionName: 'note', input: 2 },
        ],
      ],
    }));
    expect(await finish('one')).toMatchObject({ runtimeStatus: 'Completed' });
  });

  it('takes a timer back that an earlier turn has set', async () => {
    const { clock, client, settle, finish } = await run((payload) => {
      const isTimeUp = calls(payload).includes(15);
      const timer = { actionType: 5, fireAt: '2026-01-02T00:00:00Z', isCanceled: isTimeUp };
      const event = { actionType: 6, externalEventName: 'stop' };
      return { ...v2, isDone: isTimeUp, actions: [[{ actionType: 11, compoundActions: [timer, event] }]] };
    });
    await settle();
    expect(clock.dueInMs).toEqual([86_400_000]);
    await client.raiseEvent('one', 'stop');
    await settle();
    expect(await finish('one')).toMatchObject({ runtimeStatus: 'Completed', lastUpdatedTime: new Date('2026-01-01') });
  });

  it('takes a timer back that was set in the midst of its history', async () => {
    const { client, settle, finish } = await run((payload) => {
      const isTimeUp = calls(payload).includes(15);
      const timer = { actionType: 5, fireAt: '2026-01-02T00:00:00Z', isCanceled: isTimeUp };
      const race = { actionType: 11, compoundActions: [timer, { actionType: 6, externalEventName: 'stop' }] };
      return { ...v2, isDone: isTimeUp, actions: [[{ actionType: 0, functionName: 'note', input: 1 }, race]] };
    });
    await settle();
    await client.raiseEvent('one', 'stop');
    await settle();
    expect(await finish('one')).toMatchObject({ lastUpdatedTime: new Date('2026-01-01') });
  });

  it('sets and takes back a timer in one turn', async () => {
    const timer = { actionType: 5, fireAt: '2026-01-02T00:00:00Z', isCanceled: true };
    const { finish } = await run(() => ({ ...v2, isDone: true, actions: [[timer]] }));
    const { historyEvents = [], lastUpdatedTime } = await finish('one');
    expect(historyEvents.map(({ eventType }) => eventType)).toContain('TimerCreated');
    expect(lastUpdatedTime).toEqual(new Date('2026-01-01'));
  });

  it('keeps the instance running until what it has not taken back is over', async () => {
    const { finish, settle, client } = await run(() => ({
      ...v2,
      isDone: true,
      output: 'early',
      actions: [
        [
          {
            actionType: 11,
            compoundActions: [
              { actionType: 5, fireAt: '2026-01-01T01:00:00Z', isCanceled: false },
              { actionType: 12, compoundActions: [] },
            ],
          },
        ],
      ],
    }));
    await settle();
    expect(await client.queryStatus('one')).toMatchObject({ runtimeStatus: 'Running' });
    expect(await finish('one')).toMatchObject({ output: 'early', lastUpdatedTime: new Date('2026-01-01T01:00:00Z') });
  });

  it('fails the instance by its error, after what the list asks for', async () => {
    const { finish } = await run(() => {
      const state = { ...v2, actions: [[{ actionType: 0, functionName: 'note', input: 3 }]], error: 'sold out' };
      throw new Error(`sold out\n\n$OutOfProcData$:${JSON.stringify(state)}`);
    });
    expect(await finish('one')).toMatchObject({
      runtimeStatus: 'Failed',
      output: "Orchestrator function 'asked' failed: sold out",
    });
    expect(ran).toEqual([3]);
  });

  it('is retried by the host with one more timer after the last attempt', async () => {
    const retryOptions = { firstRetryIntervalInMilliseconds: 1_000, maxNumberOfAttempts: 2, backoffCoefficient: null };
    const { finish } = await run((payload) => ({
      ...v2,
      isDone: calls(payload).filter((type) => type === 11).length === 2,
      actions: [[{ actionType: 1, functionName: 'fail', retryOptions }]],
      output: calls(payload),
    }));
    expect(await finish('one')).toMatchObject({
      output: [4, 6, 10, 11, 4, 6, 10, 11],
      lastUpdatedTime: new Date('2026-01-01T00:00:01Z'),
    });
  });

  it('is retried no more once the time for that is over', async () => {
    const retryOptions = {
      firstRetryIntervalInMilliseconds: 60_000,
      maxNumberOfAttempts: 9,
      retryTimeoutInMilliseconds: 90_000,
    };
    const next = { actionType: 0, functionName: 'note', input: 'next' };
    const { finish } = await run((payload) => ({
      ...v2,
      isDone: calls(payload).includes(5),
      actions: [[{ actionType: 1, functionName: 'fail', retryOptions }, next]],
      output: calls(payload),
    }));
    expect(await finish('one')).toMatchObject({ output: [4, 6, 10, 11, 4, 6, 10, 11, 4, 6, 4, 5] });
  });

  it('begins anew with the events that nobody waited for', async () => {
    const { client, settle, finish } = await run(({ input, history }) => {
      const came = history.filter(({ EventType }) => EventType === 15).length;
      if (input === 'in') {
        const wait = { actionType: 6, externalEventName: 'go' };
        const isDone = came > 0;
        return { ...v2, isDone, actions: [[wait, ...(isDone ? [{ actionType: 4, input: '"again"' }] : [])]] };
      }
      return { ...v2, isDone: true, actions: [[]], output: [input, came] };
    });
    await settle();
    await Promise.all([
      client.raiseEvent('one', 'other'),
      client.raiseEvent('one', 'go'),
      client.raiseEvent('one', 'go'),
    ]);
    expect(await finish('one')).toMatchObject({ output: ['again', 2] });
  });

  it('begins anew without the events that were waited for, in whichever turn that was', async () => {
    const wait = (externalEventName: string) => ({ actionType: 6, externalEventName });
    const { client, settle, finish } = await run(({ input, history }) => {
      const came = history.filter(({ EventType }) => EventType === 15).map(({ Name }) => Name);
      if (input !== 'in') return { ...v2, isDone: true, actions: [[]], output: came };
      const isDone = came.includes('b');
      const anew = isDone ? [{ actionType: 4, input: 0 }] : [];
      return { ...v2, isDone, actions: [[wait('a'), ...(came.length > 0 ? [wait('b')] : []), ...anew]] };
    });
    await settle();
    await client.raiseEvent('one', 'a');
    await settle();
    await Promise.all([client.raiseEvent('one', 'b'), client.raiseEvent('one', 'b')]);
    await settle();
    expect(await finish('one')).toMatchObject({ output: ['b'] });
  });

  it('that contradicts history fails the instance and says how', async () => {
    const { finish } = await run((payload) => ({
      ...v2,
      actions: [[{ actionType: 0, functionName: calls(payload).length > 0 ? 'fail' : 'note' }]],
    }));
    const { runtimeStatus, output } = await finish('one');
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(/'asked' \(instance 'one'\) does not repeat its history: .*note.*fail/);
    expect(output).not.toMatch(/execute-actions|\.ts:/);
  });

  it('calls other functions of the host, whoever runs them', async () => {
    const child = orchestration<string>('child', async (ctx) => `${ctx.input} by ${ctx.parentInstanceId}`);
    const { finish } = await run(
      ({ history }) => {
        const ended = history.find(({ EventType }) => EventType === 8);
        const actions = [[{ actionType: 2, functionName: 'CHILD', instanceId: 'two', input: 'asked' }]];
        return { ...v2, isDone: ended !== undefined, actions, output: ended?.Result };
      },
      [child],
    );
    expect(await finish('one')).toMatchObject({ output: '"asked by one"' });
  });
});

const activityWith = (member: object) => ({ ...v2, actions: [[{ actionType: 0, functionName: 'note', ...member }]] });

describe('an answer that cannot be read', () => {
  it.each<[string, unknown, RegExp]>([
    ['that is no JSON', '<html>', /it is not JSON/],
    ['that is empty', '', /it is not JSON/],
    ['without actions', { isDone: true }, /actions: /],
    ['of an unknown schema', { ...v2, schemaVersion: 9, actions: [[]] }, /schemaVersion: 9 is not known/],
    ['with two inner lists', { ...v2, actions: [[], []] }, /one inner list was expected, got 2/],
    [
      'with an unknown action',
      { ...v2, actions: [[{ actionType: 99 }]] },
      /actions\[0\]\[0\] has the unknown actionType 99/,
    ],
    ['with an action of no kind', { ...v2, actions: [[7]] }, /unknown actionType undefined/],
    ['without the name of an activity', activityWith({ functionName: undefined }), /actions\[0\]\[0\]\.functionName/],
    [
      'with a mistake deep in a compound',
      { ...v2, actions: [[{ actionType: 12, compoundActions: [{ actionType: 5, fireAt: 1 }] }]] },
      /actions\[0\]\[0\]\.compoundActions\[0\]\.fireAt/,
    ],
    [
      'with a timer at no time',
      { ...v2, actions: [[{ actionType: 5, fireAt: 'soon' }]] },
      /'soon' is no point in time/,
    ],
    [
      'with an HTTP call to nowhere',
      { ...v2, actions: [[{ actionType: 8, httpRequest: { method: 'GET', uri: 'nowhere' } }]] },
      /absolute http or https address/,
    ],
  ])('%s fails the instance', async (_what, answer, words) => {
    const { finish } = await run(() => answer);
    const { runtimeStatus, output } = await finish('one');
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(words);
  });

  it('because the orchestrator threw without one is asked for again', async () => {
    let asked = 0;
    const { finish, settle, clock } = await run(() => {
      asked += 1;
      if (asked < 4) throw new Error('the worker is not ready');
      return { ...v2, isDone: true, actions: [[]], output: asked };
    });
    await settle();
    expect(clock.dueInMs).toEqual([1_000]);
    expect(await finish('one')).toMatchObject({ output: 4, lastUpdatedTime: new Date('2026-01-01T00:00:07Z') });
  });

  it('is asked for again soon when the turn before it succeeded', async () => {
    const failed = new Set<number>();
    const { finish } = await run((payload) => {
      const { length } = calls(payload);
      if (!failed.has(length)) {
        failed.add(length);
        throw new Error('the worker is not ready');
      }
      return { ...v2, isDone: length > 0, actions: [[{ actionType: 0, functionName: 'note', input: 1 }]] };
    });
    expect(await finish('one')).toMatchObject({ lastUpdatedTime: new Date('2026-01-01T00:00:02Z') });
  });

  it('because its error is empty fails the instance', async () => {
    const { finish } = await run(() => {
      throw new Error(`$OutOfProcData$:${JSON.stringify({ ...v2, actions: [[]] })}`);
    });
    expect((await finish('one')).output).toMatch(/threw, but its error is empty/);
  });
});

describe('an activity of the JSON protocol', () => {
  async function outcomeOf(run: () => unknown): Promise<unknown> {
    const caller = orchestration('caller', async (ctx) => {
      try {
        return await ctx.callActivity('asked');
      } catch (error) {
        return (error as Error).message;
      }
    });
    const { client, finish } = await openTestHost({ functions: [caller, jsonActivity('asked', run)] });
    await client.startNew('caller', { instanceId: 'one' });
    return (await finish('one')).output;
  }

  it('returns its JSON', async () => {
    expect(await outcomeOf(() => '{"a":1}')).toEqual({ a: 1 });
  });

  it('that returns something else fails', async () => {
    expect(await outcomeOf(() => 'hello')).toMatch(/What the worker returned for it is not JSON: hello/);
  });

  it('fails with the message of what it threw', async () => {
    const message = 'card declined';
    expect(
      await outcomeOf(() => {
        throw new Error(message);
      }),
    ).toBe('Error: card declined');
  });

  it('fails with all that its message tells as JSON', async () => {
    const message = JSON.stringify({ errorType: 'RangeError', errorMessage: 'too much', isNonRetriable: true });
    expect(
      await outcomeOf(() => {
        throw new Error(message);
      }),
    ).toBe('RangeError: too much');
  });

  it('that could not be run is run again later', async () => {
    let runs = 0;
    const later = jsonActivity('later', () => {
      runs += 1;
      // what is no error stands for a worker that does not answer
      if (runs < 3) throw { message: 'nobody there' };
      return JSON.stringify(runs);
    });
    const caller = orchestration('caller', async (ctx) => ctx.callActivity('later'));
    const { client, finish, clock, settle } = await openTestHost({ functions: [caller, later] });
    await client.startNew('caller', { instanceId: 'one' });
    await settle();
    expect(clock.dueInMs).toEqual([1_000]);
    expect(await finish('one')).toMatchObject({ output: 3, lastUpdatedTime: new Date('2026-01-01T00:00:03Z') });
  });
});

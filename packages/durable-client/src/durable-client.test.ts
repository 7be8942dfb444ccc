import { describe, expect, it } from '@jest/globals';
import { type ScriptedReply, scriptedFetch } from '../test/fakes/scripted-fetch.ts';
import { DurableClient } from './durable-client.ts';
import type { OrchestrationReference } from './orchestration-reference.ts';

const accepted: ScriptedReply = { status: 202, body: '{"id":"new"}' };
const status = {
  name: 'order',
  instanceId: 'a',
  runtimeStatus: 'Completed',
  createdTime: '2026-02-03T09:59:59.1234567Z',
  lastUpdatedTime: '2026-02-03T10:00:04Z',
};

function clientOf(...replies: readonly (ScriptedReply | Error)[]) {
  const script = scriptedFetch(replies);
  return { client: new DurableClient({ baseUrl: 'http://h/api', taskHub: 'Hub' }, { fetch: script.fetch }), ...script };
}

interface Order {
  readonly sku: string;
}
const order: OrchestrationReference<Order, number> = { name: 'order' };
const nightly: OrchestrationReference<undefined, void> = { name: 'nightly' };

describe('new DurableClient', () => {
  it('knows its task hub when it is told', () => {
    expect(clientOf().client.taskHub).toBe('Hub');
    expect(new DurableClient({ baseUrl: 'http://h' }).taskHub).toBeUndefined();
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'http://h'],
    ['an empty object', {}],
  ])('refuses %s for a hub', (_what, hub) => {
    expect(() => new DurableClient(hub as never)).toThrow(TypeError);
  });

  it('refuses unknown options, and a fetch or clock that is none', () => {
    expect(() => new DurableClient({ baseUrl: 'http://h' }, { clock: Date } as never)).toThrow('clock must have');
    expect(() => new DurableClient({ baseUrl: 'http://h' }, { retries: 3 } as never)).toThrow(
      "unknown option 'retries'",
    );
    expect(() => new DurableClient({ baseUrl: 'http://h' }, { fetch: 'x' } as never)).toThrow(
      'fetch must be a function',
    );
  });
});

describe('startNew', () => {
  it('starts a definition with its typed input', async () => {
    const { client, requests } = clientOf(accepted);
    expect(await client.startNew(order, { sku: 'K-9' }, { instanceId: 'order 17', version: '2' })).toBe('new');
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: 'http://h/api/orchestrators/order/order%2017?taskHub=Hub&version=2',
      body: '{"sku":"K-9"}',
    });
  });

  it('lets the compiler refuse a wrong or missing input', () => {
    const { client } = clientOf();
    const wrong = () => [
      // @ts-expect-error the input has no sku
      client.startNew(order, { id: 1 }),
      // @ts-expect-error the input is missing
      client.startNew(order),
      client.startNew(nightly),
    ];
    expect(wrong).toBeInstanceOf(Function);
  });

  it('starts a name without input with an empty body', async () => {
    const { client, requests } = clientOf(accepted);
    await client.startNew('order');
    expect(requests[0]?.body).toBe('');
  });

  it.each([
    ['a blank name', ' ', {}],
    ['an id of an entity', 'order', { instanceId: '@counter@1' }],
    ['an empty id', 'order', { instanceId: '' }],
    ['an unknown option', 'order', { instanceID: 'x' }],
    ['an input JSON cannot hold', 'order', { input: 10n }],
    ['a function as input', 'order', { input: () => 1 }],
    ['a signal that is none', 'order', { signal: 'now' }],
    ['no orchestration at all', undefined as never, {}],
  ])('refuses %s before anything is sent', async (_what, name, options) => {
    const { client, requests } = clientOf(accepted);
    await expect(client.startNew(name, options as never)).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });

  it('refuses an input beside the options of a name', async () => {
    await expect(clientOf().client.startNew('order', { sku: 'x' } as never)).rejects.toThrow("unknown option 'sku'");
    const untyped = clientOf().client.startNew as (...rest: unknown[]) => Promise<string>;
    await expect(untyped('order', { sku: 'x' }, {})).rejects.toThrow('only options');
  });

  it('is sent once, whatever happens to it', async () => {
    const { client, requests } = clientOf(new TypeError('fetch failed'), accepted);
    await expect(client.startNew('order')).rejects.toMatchObject({ code: 'network' });
    expect(requests).toHaveLength(1);
  });
});

describe('queryStatus', () => {
  it('parses times and fills what is missing with null', async () => {
    const { client } = clientOf({ status: 200, body: JSON.stringify(status) });
    expect(await client.queryStatus('a')).toEqual({
      ...status,
      createdTime: new Date('2026-02-03T09:59:59.123Z'),
      lastUpdatedTime: new Date('2026-02-03T10:00:04Z'),
      input: null,
      output: null,
      customStatus: null,
    });
  });

  it('reads the history with its times', async () => {
    const event = {
      EventType: 'TaskCompleted',
      Timestamp: '2026-02-03T10:00:03Z',
      ScheduledTime: '2026-02-03T10:00:01Z',
      FunctionName: 'reserve',
      Result: { ok: true },
    };
    const { client, requests } = clientOf({ status: 200, body: JSON.stringify({ ...status, historyEvents: [event] }) });
    const answer = await client.queryStatus('a', { showHistory: true, showInput: false });
    expect(requests[0]?.url).toBe('http://h/api/instances/a?taskHub=Hub&showHistory=true&showInput=false');
    expect(answer?.historyEvents).toEqual([
      {
        eventType: 'TaskCompleted',
        timestamp: new Date('2026-02-03T10:00:03Z'),
        scheduledTime: new Date('2026-02-03T10:00:01Z'),
        functionName: 'reserve',
        result: { ok: true },
        raw: event,
      },
    ]);
  });

  it('names what each kind of line has', async () => {
    const historyEvents = [
      { EventType: 'ExecutionStarted', FunctionName: 'order', Input: { sku: 'K-9' } },
      { EventType: 'TaskFailed', FunctionName: 'reserve', Reason: 'sold out', Details: 'at reserve', Result: null },
      { EventType: 'TimerCreated', FireAt: '2026-02-03T11:00:00.1234567Z' },
      { EventType: 'SubOrchestrationInstanceCreated', Name: 'ship', InstanceId: 'a:1', Input: 0 },
      { EventType: 'EventRaised', Name: 'approved', Input: false },
      { EventType: 'SomethingNew', Timestamp: null },
    ];
    const { client } = clientOf({ status: 200, body: JSON.stringify({ ...status, historyEvents }) });
    const answer = await client.queryStatus('a', { showHistory: true });
    expect(answer?.historyEvents?.map(({ raw: _, ...line }) => line)).toEqual([
      { eventType: 'ExecutionStarted', functionName: 'order', input: { sku: 'K-9' } },
      { eventType: 'TaskFailed', functionName: 'reserve', reason: 'sold out', details: 'at reserve' },
      { eventType: 'TimerCreated', fireAt: new Date('2026-02-03T11:00:00.123Z') },
      { eventType: 'SubOrchestrationInstanceCreated', functionName: 'ship', instanceId: 'a:1', input: 0 },
      { eventType: 'EventRaised', eventName: 'approved', input: false },
      { eventType: 'SomethingNew' },
    ]);
  });

  it('tells version, tags and scheduled start where the host does', async () => {
    const more = { version: '2', tags: { customer: 'Ada' }, scheduledStartTime: '2026-12-24T18:00:00Z' };
    const none = { version: null, tags: null, scheduledStartTime: null };
    const { client } = clientOf(
      { status: 200, body: JSON.stringify({ ...status, ...more }) },
      { status: 200, body: JSON.stringify({ ...status, ...none }) },
    );
    expect(await client.queryStatus('a')).toMatchObject({
      ...more,
      scheduledStartTime: new Date(more.scheduledStartTime),
    });
    expect(Object.keys((await client.queryStatus('a')) ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/version|tags|scheduled/)]),
    );
  });

  it('names the function of work that has not ended', async () => {
    const historyEvents = [
      { EventType: 'TaskScheduled', Timestamp: '2026-02-03T10:00:01Z', Name: 'reserve' },
      { EventType: 'EventRaised', Timestamp: '2026-02-03T10:00:02Z', Name: 'approved' },
    ];
    const { client } = clientOf({ status: 202, body: JSON.stringify({ ...status, historyEvents }) });
    const answer = await client.queryStatus('a', { showHistory: true });
    expect(answer?.historyEvents?.map(({ functionName }) => functionName)).toEqual(['reserve', undefined]);
  });

  it.each([
    ['a time that is none', { ...status, createdTime: 'yesterday' }],
    ['an unknown status', { ...status, runtimeStatus: 'Dreaming' }],
    ['a history event without a type', { ...status, historyEvents: [{}] }],
    ['a timer that is due at no time', { ...status, historyEvents: [{ EventType: 'TimerCreated', FireAt: 'soon' }] }],
  ])('does not pass on %s', async (_what, body) => {
    const { client } = clientOf({ status: 200, body: JSON.stringify(body) });
    await expect(client.queryStatus('a')).rejects.toMatchObject({
      code: 'invalid-response',
      status: 200,
      instanceId: 'a',
    });
  });

  it('does not take the page of a proxy for an answer', async () => {
    const { client } = clientOf({ status: 200, body: '<html>' });
    await expect(client.queryStatus('a')).rejects.toMatchObject({ code: 'invalid-response' });
  });

  it('is repeated when there is no answer, twice at most', async () => {
    const lost = new TypeError('fetch failed');
    const recovered = clientOf(lost, lost, { status: 404 });
    expect(await recovered.client.queryStatus('a')).toBeUndefined();
    const broken = clientOf(lost, lost, lost);
    await expect(broken.client.queryStatus('a')).rejects.toMatchObject({
      code: 'network',
      instanceId: 'a',
      cause: lost,
    });
    expect(broken.requests).toHaveLength(3);
  });

  it('is not repeated for an answer, whatever its status', async () => {
    const { client, requests } = clientOf({ status: 503, body: 'busy' });
    await expect(client.queryStatus('a')).rejects.toMatchObject({ code: 'http', status: 503, detail: 'busy' });
    expect(requests).toHaveLength(1);
  });

  it('rejects with the reason of a signal, before or while it waits', async () => {
    const { client, requests } = clientOf();
    await expect(client.queryStatus('a', { signal: AbortSignal.abort(new Error('early')) })).rejects.toThrow('early');
    expect(requests).toEqual([]);
    const controller = new AbortController();
    const hanging = new DurableClient(
      { baseUrl: 'http://h' },
      {
        fetch: ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      },
    );
    const call = hanging.queryStatus('a', { signal: controller.signal });
    setImmediate(() => controller.abort(new Error('late')));
    await expect(call).rejects.toThrow('late');
  });

  it.each([
    ['', {}],
    ['..', {}],
    ['a', { showHistory: 'yes' }],
    ['a', { history: true }],
  ])('refuses id %j with options %j', async (id, options) => {
    await expect(clientOf().client.queryStatus(id, options as never)).rejects.toThrow(TypeError);
  });
});

describe('queryStatuses', () => {
  const page = (id: string, token?: string): ScriptedReply => ({
    status: 200,
    headers: token === undefined ? {} : { 'x-ms-continuation-token': token },
    body: JSON.stringify([{ ...status, instanceId: id }]),
  });

  it('sends the whole filter and follows the tokens', async () => {
    const { client, requests } = clientOf(page('1', 't1'), page('2', 'null'));
    const ids: string[] = [];
    const query = client.queryStatuses({
      createdTimeFrom: new Date('2026-01-01T00:00:00Z'),
      createdTimeTo: new Date('2026-02-01T00:00:00Z'),
      runtimeStatuses: ['Failed', 'Terminated'],
      instanceIdPrefix: 'order ',
      showInput: false,
      pageSize: 1,
      continuationToken: 't0',
    });
    for await (const { instanceId } of query) ids.push(instanceId);
    expect(ids).toEqual(['1', '2']);
    expect(requests.map((request) => request.headers.get('x-ms-continuation-token'))).toEqual(['t0', 't1']);
    expect(Object.fromEntries(new URL(requests[0]?.url ?? '').searchParams)).toEqual({
      taskHub: 'Hub',
      createdTimeFrom: '2026-01-01T00:00:00.000Z',
      createdTimeTo: '2026-02-01T00:00:00.000Z',
      runtimeStatus: 'Failed,Terminated',
      instanceIdPrefix: 'order ',
      showInput: 'false',
      top: '1',
    });
  });

  it.each([undefined, '', 'null'])('ends a list at the token %j', async (token) => {
    const { client, requests } = clientOf(page('1', token));
    for await (const { continuationToken } of client.queryAllStatuses().pages())
      expect(continuationToken).toBeUndefined();
    expect(requests).toHaveLength(1);
  });

  it('fetches a page only when it is asked for', async () => {
    const { client, requests } = clientOf(page('1', 't1'), page('2'));
    const pages = client.queryAllStatuses().pages();
    expect(requests).toHaveLength(0);
    for await (const { continuationToken } of pages) {
      expect(continuationToken).toBe('t1');
      break;
    }
    expect(requests).toHaveLength(1);
  });

  it.each([
    { createdTimeFrom: '2026-01-01' },
    { createdTimeTo: new Date(Number.NaN) },
    { runtimeStatuses: ['Done'] },
    { runtimeStatuses: [] },
    { pageSize: 0 },
    { pageSize: 1.5 },
    { instanceIdPrefix: 7 },
    { prefix: 'x' },
  ])('refuses %j at once', (filter) => {
    expect(() => clientOf().client.queryStatuses(filter as never)).toThrow(TypeError);
  });
});

describe('raiseEvent, terminate and purgeHistory', () => {
  it('percent-encode every part of the path and the reason', async () => {
    const { client, requests } = clientOf(accepted, accepted);
    await client.raiseEvent('a/b c', 'it is+on', { n: 1 });
    await client.terminate('a/b c', 'x+y z&w');
    expect(requests.map((request) => request.url)).toEqual([
      'http://h/api/instances/a%2Fb%20c/raiseEvent/it%20is%2Bon?taskHub=Hub',
      'http://h/api/instances/a%2Fb%20c/terminate?reason=x%2By%20z%26w&taskHub=Hub',
    ]);
  });

  it('say when the instance has finished', async () => {
    const gone: ScriptedReply = { status: 410 };
    const { client } = clientOf(gone, gone);
    await expect(client.raiseEvent('a', 'go')).rejects.toMatchObject({ code: 'gone', status: 410, instanceId: 'a' });
    await expect(client.terminate('a', '')).rejects.toMatchObject({ code: 'gone' });
  });

  it('say when there is no such instance; purging one that is not there removes none', async () => {
    const missing: ScriptedReply = { status: 404 };
    const { client } = clientOf(missing, missing, missing, { status: 200, body: '{"instancesDeleted":1}' });
    await expect(client.raiseEvent('a', 'go')).rejects.toMatchObject({ code: 'not-found' });
    await expect(client.terminate('a', '')).rejects.toMatchObject({ code: 'not-found' });
    expect(await client.purgeHistory('a')).toEqual({ instancesDeleted: 0 });
    expect(await client.purgeHistory('a')).toEqual({ instancesDeleted: 1 });
  });

  it('refuse what cannot be sent', async () => {
    const { client, requests } = clientOf();
    await expect(client.raiseEvent('a', ' ')).rejects.toThrow(TypeError);
    await expect(client.raiseEvent('', 'go')).rejects.toThrow(TypeError);
    await expect(client.raiseEvent('a', 'go', 1, { hub: 'x' } as never)).rejects.toThrow(TypeError);
    await expect(client.terminate('a', undefined as never)).rejects.toThrow(TypeError);
    await expect(client.purgeHistory('.')).rejects.toThrow(TypeError);
    await expect(client.waitForCompletion('a', { timeoutMs: -1 })).rejects.toThrow(TypeError);
    await expect(client.waitForCompletion('a', { pollingIntervalMs: 0 })).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });
});

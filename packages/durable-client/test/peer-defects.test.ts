import { describe, expect, it } from '@jest/globals';
import { DurableClient, type DurableClientBinding } from '@perdura/durable-client';
import { type ScriptedReply, scriptedFetch } from './fakes/scripted-fetch.ts';

/** A hub whose name is also that of its machine, as the Functions host describes it. */
function webhookBinding(): DurableClientBinding {
  const base = 'http://shop/runtime/webhooks/durabletask';
  const instance = `${base}/instances/INSTANCEID`;
  const query = 'taskHub=shop&connection=My%20Storage&code=k%3D';
  return {
    taskHubName: 'shop',
    creationUrls: { createNewInstancePostUri: `${base}/orchestrators/{functionName}[/{instanceId}]?code=k%3D` },
    managementUrls: {
      id: 'INSTANCEID',
      statusQueryGetUri: `${instance}?${query}`,
      sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
      terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
      purgeHistoryDeleteUri: `${instance}?${query}`,
    },
    baseUrl: base,
    requiredQueryStringParameters: '',
  };
}
const bindings: Readonly<Record<string, DurableClientBinding>> = {
  webhook: webhookBinding(),
  rpc: { ...webhookBinding(), rpcBaseUrl: 'http://127.0.0.1:17071/durabletask/' },
};

/** Cuts a URL off, or makes another of it, wherever it is not percent-encoded. */
const nasty = 'a b&c=d#e?f%g+h';
const accepted: ScriptedReply = { status: 202, body: '{"id":"new"}' };
const times = { createdTime: '2026-02-03T09:59:59Z', lastUpdatedTime: '2026-02-03T10:00:04Z' };
const status = { name: 'order', instanceId: 'a', runtimeStatus: 'Running', ...times };
const ok = (value: unknown): ScriptedReply => ({ status: 200, body: JSON.stringify(value) });

describe.each(Object.keys(bindings))('what durable-functions 3.5.0 gets wrong, in %s mode', (mode) => {
  const hubPairs = mode === 'rpc' ? {} : { taskHub: 'shop', connection: 'My Storage', code: 'k=' };
  function clientOf(...replies: readonly ScriptedReply[]) {
    const script = scriptedFetch(replies);
    const client = new DurableClient(bindings[mode] ?? {}, { fetch: script.fetch });
    const urls = () => script.requests.map(({ url }) => new URL(url));
    const segments = (index: number) => urls()[index]?.pathname.split('/').map(decodeURIComponent);
    const pairs = (index: number) => Object.fromEntries(urls()[index]?.searchParams ?? []);
    return { client, requests: script.requests, segments, pairs };
  }

  it('a start without input has an empty body, not the text ""', async () => {
    const { client, requests } = clientOf(accepted, accepted);
    await client.startNew('order');
    await client.startNew('order', { input: '' });
    expect(requests.map(({ body }) => body)).toEqual(['', '""']);
  });

  it('an event without data carries null, not an empty body that the extension refuses', async () => {
    const { client, requests } = clientOf(accepted);
    await client.raiseEvent('a', 'go');
    expect(requests[0]?.body).toBe('null');
  });

  it('ids and event names keep to their segment and leave hub and key alone', async () => {
    const { client, segments, pairs } = clientOf(accepted, accepted, { status: 404 });
    await client.raiseEvent(nasty, nasty);
    await client.startNew(nasty, { instanceId: 'a b&c=d%g+h', version: nasty });
    await client.queryStatus(nasty);
    expect(segments(0)?.slice(-4)).toEqual(['instances', nasty, 'raiseEvent', nasty]);
    expect(pairs(0)).toEqual(hubPairs);
    expect(segments(1)?.slice(-3)).toEqual(['orchestrators', nasty, 'a b&c=d%g+h']);
    expect(pairs(1)).toEqual({ ...(mode === 'webhook' && { code: 'k=' }), version: nasty });
    expect(segments(2)?.slice(-2)).toEqual(['instances', nasty]);
    expect(pairs(2)).toEqual(hubPairs);
  });

  it.each(['terminate', 'suspend', 'resume', 'rewind'] as const)(
    'the reason of %s is one query value',
    async (action) => {
      const { client, pairs, segments } = clientOf(accepted);
      await client[action]('a', nasty);
      expect(pairs(0)).toEqual({ ...hubPairs, reason: nasty });
      expect(segments(0)?.slice(-2)).toEqual(['a', action]);
    },
  );

  it('names and keys of entities, and their operations, are percent-encoded', async () => {
    const { client, segments, pairs } = clientOf(accepted);
    await client.signalEntity({ name: 'count er', key: nasty }, nasty);
    expect(segments(0)?.slice(-3)).toEqual(['entities', 'count er', nasty]);
    expect(pairs(0)).toEqual({ op: nasty });
  });

  it.each(['a$&b', "$'$`$1$$", '{eventName}', '{text}', 'INSTANCEID'])('an id of %s is itself', async (id) => {
    const { client, segments } = clientOf(accepted, accepted);
    await client.raiseEvent(id, 'go');
    await client.startNew('order', { instanceId: id });
    expect(segments(0)?.slice(-4)).toEqual(['instances', id, 'raiseEvent', 'go']);
    expect(segments(1)?.slice(-2)).toEqual(['order', id]);
  });

  it('links hold the id percent-encoded, and lead to the webhook', () => {
    const { id, ...links } = clientOf().client.createHttpManagementPayload(nasty);
    expect(id).toBe(nasty);
    for (const link of Object.values(links)) {
      const { origin, pathname, searchParams } = new URL(link);
      expect([origin, pathname.split('/').map(decodeURIComponent)[5]]).toEqual(['http://shop', nasty]);
      expect(Object.fromEntries(searchParams)).toMatchObject({ taskHub: 'shop', code: 'k=' });
    }
  });

  it('another hub changes the query alone, also where the machine has the name of the hub', async () => {
    const { client, segments, pairs, requests } = clientOf(accepted);
    await client.raiseEventForHub({ taskHub: 'B$&', connection: 'Other-Storage' }, 'a', 'go');
    expect(new URL(requests[0]?.url ?? '').hostname).toBe(mode === 'rpc' ? '127.0.0.1' : 'shop');
    expect(segments(0)?.slice(-2)).toEqual(['raiseEvent', 'go']);
    expect(pairs(0)).toEqual({ ...hubPairs, taskHub: 'B$&', connection: 'Other-Storage' });
  });

  it('the history is read from historyEvents', async () => {
    const historyEvents = [{ EventType: 'ExecutionStarted', Timestamp: '2026-02-03T09:59:59Z' }];
    const { client } = clientOf(ok({ ...status, historyEvents }));
    const [first] = (await client.queryStatus('a', { showHistory: true }))?.historyEvents ?? [];
    expect(first).toMatchObject({ eventType: 'ExecutionStarted', timestamp: new Date('2026-02-03T09:59:59Z') });
  });

  it('times are checked and parsed, in lists too', async () => {
    const { client } = clientOf(
      ok([status]),
      ok([{ ...status, createdTime: undefined }]),
      ok({ ...status, lastUpdatedTime: 'x' }),
    );
    for await (const { createdTime } of client.queryAllStatuses())
      expect(createdTime).toEqual(new Date(times.createdTime));
    await expect(client.queryAllStatuses()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'invalid-response',
    });
    await expect(client.queryStatus('a')).rejects.toMatchObject({ code: 'invalid-response' });
  });

  it('showInput: false is sent', async () => {
    const { client, pairs } = clientOf({ status: 404 }, ok([]));
    await client.queryStatus('a', { showInput: false });
    for await (const _none of client.queryStatuses({ showInput: false }));
    expect([pairs(0).showInput, pairs(1).showInput]).toEqual(['false', 'false']);
  });

  it('410 is an error, whatever had no effect', async () => {
    const gone: ScriptedReply = { status: 410 };
    const { client } = clientOf(gone, gone, gone, gone, gone, gone);
    for (const call of [
      client.raiseEvent('a', 'go'),
      client.cancel('a'),
      client.terminate('a', ''),
      client.suspend('a'),
      client.resume('a'),
      client.rewind('a'),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'gone', status: 410, instanceId: 'a' });
    }
  });

  it('a purge by filter needs createdTimeFrom, before anything is sent', async () => {
    const { client, requests } = clientOf();
    await expect(client.purgeHistories({ runtimeStatuses: ['Completed'] } as never)).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });

  it('lists have a prefix, a page size and a token', async () => {
    const { client, pairs, requests } = clientOf(ok([]));
    for await (const _none of client.queryStatuses({
      instanceIdPrefix: 'order-',
      pageSize: 5,
      continuationToken: 't',
    }));
    expect(pairs(0)).toEqual({ ...hubPairs, instanceIdPrefix: 'order-', top: '5' });
    expect(requests[0]?.headers.get('x-ms-continuation-token')).toBe('t');
  });

  it('an instance can be restarted', async () => {
    const { client, segments } = clientOf(accepted);
    expect(await client.restart('a')).toBe('new');
    expect(segments(0)?.slice(-2)).toEqual(['a', 'restart']);
  });

  it('a refusal is no status, and a start that answers no id no start', async () => {
    const { client } = clientOf(
      { status: 400, body: JSON.stringify(status) },
      { status: 202, body: '{}' },
      ok({ id: 'a' }),
    );
    await expect(client.queryStatus('a')).rejects.toMatchObject({ code: 'http', status: 400 });
    await expect(client.startNew('order')).rejects.toMatchObject({ code: 'invalid-response' });
    await expect(client.startNew('order')).rejects.toMatchObject({ code: 'http', status: 200 });
  });

  it('entities are reached at a local host, which has no key', async () => {
    const { client, requests } = clientOf(ok(1));
    expect(await client.readEntity('@counter@k')).toMatchObject({ state: 1 });
    expect(requests[0]?.url).toMatch(/durabletask\/entities\/counter\/k$/);
  });
});

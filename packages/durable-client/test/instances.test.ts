import { describe, expect, it } from '@jest/globals';
import type { OrchestrationReference } from '@perdura/durable-client';
import { clientOf } from './fakes/client-of.ts';
import type { ScriptedReply } from './fakes/scripted-fetch.ts';

const accepted: ScriptedReply = { status: 202 };
const started: ScriptedReply = { status: 202, body: '{"id":"new"}' };
const missing: ScriptedReply = { status: 404 };
const urlsOf = (requests: readonly { readonly url: string }[]) => requests.map(({ url }) => url);

describe('suspend, resume and rewind', () => {
  it('post their reason, an empty one unless there is one', async () => {
    const { client, requests } = clientOf([accepted, accepted, accepted]);
    await client.suspend('a b', 'stock & more');
    await client.resume('a b');
    await client.rewind('a b', 'fixed');
    expect(urlsOf(requests)).toEqual([
      'http://h/api/instances/a%20b/suspend?reason=stock%20%26%20more&taskHub=Hub',
      'http://h/api/instances/a%20b/resume?reason=&taskHub=Hub',
      'http://h/api/instances/a%20b/rewind?reason=fixed&taskHub=Hub',
    ]);
    expect(requests.map(({ method, body }) => `${method}${body}`)).toEqual(['POST', 'POST', 'POST']);
  });

  it.each(['suspend', 'resume', 'rewind'] as const)(
    '%s says when the instance is gone or was never there',
    async (action) => {
      const { client } = clientOf([{ status: 410 }, missing, { status: 500, body: '{"Message":"x"}' }]);
      const failures = ['gone', 'not-found', 'http'];
      for (const code of failures) {
        await expect(client[action]('a')).rejects.toMatchObject({
          code,
          instanceId: 'a',
          message: expect.stringContaining(`${action} instance 'a'`),
        });
      }
    },
  );

  it('rewind says what must hold, and when the storage cannot', async () => {
    const { client } = clientOf([{ status: 412 }, { status: 501, body: '{"Message":"Not by this storage."}' }]);
    await expect(client.rewind('a')).rejects.toMatchObject({
      code: 'precondition-failed',
      message: "Could not rewind instance 'a': HTTP 412, only an instance that has failed can be rewound.",
    });
    await expect(client.rewind('a')).rejects.toMatchObject({ code: 'not-implemented', detail: 'Not by this storage' });
  });

  it.each(['suspend', 'resume', 'rewind'] as const)('%s refuses what cannot be sent', async (action) => {
    const { client, requests } = clientOf();
    await expect(client[action](' ')).rejects.toThrow(TypeError);
    await expect(client[action]('a', 7 as never)).rejects.toThrow('reason must be a string');
    await expect(client[action]('a', '', { reason: 'x' } as never)).rejects.toThrow("unknown option 'reason'");
    expect(requests).toEqual([]);
  });
});

describe('startNew', () => {
  it('sends when to begin, and tags', async () => {
    const { client, requests } = clientOf([started, started]);
    const order: OrchestrationReference<number, void> = { name: 'order' };
    const startAt = new Date('2026-12-24T18:00:00Z');
    await client.startNew('order', { startAt, tags: { customer: 'Ödön & Co' } });
    await client.startNew(order, 1, { startAt, version: '2' });
    expect(requests.map(({ url }) => Object.fromEntries(new URL(url).searchParams))).toEqual([
      { taskHub: 'Hub', startAt: '2026-12-24T18:00:00.000Z', tags: '{"customer":"Ödön & Co"}' },
      { taskHub: 'Hub', startAt: '2026-12-24T18:00:00.000Z', version: '2' },
    ]);
  });

  it.each([
    { startAt: '2026-12-24' },
    { startAt: new Date(Number.NaN) },
    { tags: 'a' },
    { tags: ['a'] },
    { tags: null },
    { tags: { a: 1 } },
  ])('refuses %j', async (options) => {
    const { client, requests } = clientOf();
    await expect(client.startNew('order', options as never)).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });
});

describe('terminate and the purges', () => {
  const createdTimeFrom = new Date('2026-01-01T00:00:00Z');

  it('reach the sub-orchestrations when they are to', async () => {
    const purged: ScriptedReply = { status: 200, body: '{"instancesDeleted":2}' };
    const { client, requests } = clientOf([accepted, purged, purged, accepted]);
    await client.terminate('a', 'why', { recursive: true });
    await client.purgeHistory('a', { recursive: true });
    await client.purgeHistories({ createdTimeFrom, recursive: true });
    await client.terminate('a', 'why', { recursive: false });
    const recursive = requests.map(({ url }) => new URL(url).searchParams.get('recursive'));
    expect(recursive).toEqual(['true', 'true', 'true', 'false']);
  });

  it('refuse a switch that is none', async () => {
    const { client } = clientOf();
    const options = { recursive: 'true' } as never;
    await expect(client.terminate('a', '', options)).rejects.toThrow('recursive must be true or false');
    await expect(client.purgeHistory('a', options)).rejects.toThrow('recursive must be true or false');
    await expect(client.purgeHistories({ createdTimeFrom, recursive: 'true' } as never)).rejects.toThrow('recursive');
  });
});

describe('cancel', () => {
  it('raises the reserved event with its reason, or without', async () => {
    const { client, requests } = clientOf([accepted, accepted]);
    await client.cancel('a', 'out of stock');
    await client.cancel('a');
    expect(requests.map(({ url, body }) => [url, body])).toEqual([
      ['http://h/api/instances/a/raiseEvent/perdura.cancel?taskHub=Hub', '{"reason":"out of stock"}'],
      ['http://h/api/instances/a/raiseEvent/perdura.cancel?taskHub=Hub', '{}'],
    ]);
  });

  it('speaks of cancelling when it fails', async () => {
    const { client, requests } = clientOf([{ status: 410 }]);
    await expect(client.cancel('a')).rejects.toMatchObject({
      code: 'gone',
      message: expect.stringContaining("Could not cancel instance 'a'"),
    });
    await expect(client.cancel('a', {} as never)).rejects.toThrow('reason must be a string');
    expect(requests).toHaveLength(1);
  });
});

describe('restart', () => {
  it('answers the id of the new instance, which is a new one unless it is to be kept', async () => {
    const { client, requests } = clientOf([started, started]);
    expect(await client.restart('a')).toBe('new');
    await client.restart('a', { keepInstanceId: true });
    expect(urlsOf(requests)).toEqual([
      'http://h/api/instances/a/restart?taskHub=Hub',
      'http://h/api/instances/a/restart?taskHub=Hub&restartWithNewInstanceId=false',
    ]);
  });

  it.each([
    [
      '400 of an instance that is not there',
      400,
      refusal("An orchestrastion with the instanceId 'a' was not found."),
      'not-found',
    ],
    ['400 of an instance that is not there, without a reason', 400, refusal(), 'not-found'],
    ['400 of a function that is not there', 400, refusal("The function 'order' doesn't exist."), 'http'],
    ['409 of an instance that runs', 409, '', 'conflict'],
    ['404', 404, '', 'not-found'],
  ])('takes %s for what it is', async (_what, status, body, code) => {
    const { client } = clientOf([{ status, body }]);
    await expect(client.restart('a', { keepInstanceId: true })).rejects.toMatchObject({
      code,
      status,
      instanceId: 'a',
    });
  });

  it('refuses what cannot be sent', async () => {
    const { client } = clientOf();
    await expect(client.restart('')).rejects.toThrow(TypeError);
    await expect(client.restart('a', { keepInstanceId: 'false' } as never)).rejects.toThrow('must be true or false');
    await expect(client.restart('a', { newInstanceId: true } as never)).rejects.toThrow(
      "unknown option 'newInstanceId'",
    );
  });
});

describe('purgeHistory', () => {
  it('says what must hold when a hub keeps what has not finished', async () => {
    const { client } = clientOf([{ status: 412 }]);
    await expect(client.purgeHistory('a')).rejects.toMatchObject({
      code: 'precondition-failed',
      message: expect.stringContaining('only an instance that has finished can be purged'),
    });
  });
});

describe('purgeHistories', () => {
  const createdTimeFrom = new Date('2026-01-01T00:00:00Z');

  it('sends the whole filter and answers how many went', async () => {
    const { client, requests } = clientOf([{ status: 200, body: '{"instancesDeleted":7}' }, missing]);
    const createdTimeTo = new Date('2026-02-01T00:00:00Z');
    const filter = { createdTimeFrom, createdTimeTo, runtimeStatuses: ['Failed', 'Completed'] as const };
    expect(await client.purgeHistories(filter)).toEqual({ instancesDeleted: 7 });
    expect(await client.purgeHistories({ createdTimeFrom })).toEqual({ instancesDeleted: 0 });
    expect(requests.map(({ method }) => method)).toEqual(['DELETE', 'DELETE']);
    expect(urlsOf(requests)).toEqual([
      'http://h/api/instances/?taskHub=Hub&createdTimeFrom=2026-01-01T00%3A00%3A00.000Z&createdTimeTo=2026-02-01T00%3A00%3A00.000Z&runtimeStatus=Failed%2CCompleted',
      'http://h/api/instances/?taskHub=Hub&createdTimeFrom=2026-01-01T00%3A00%3A00.000Z',
    ]);
  });

  it.each([
    undefined,
    {},
    { createdTimeTo: createdTimeFrom },
    { createdTimeFrom: '2026-01-01' },
    { createdTimeFrom: new Date(Number.NaN) },
    { createdTimeFrom, runtimeStatuses: ['Done'] },
    { createdTimeFrom, instanceIdPrefix: 'x' },
  ])('refuses %j before anything is purged', async (filter) => {
    const { client, requests } = clientOf();
    await expect(client.purgeHistories(filter as never)).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });

  it('says which time is missing', async () => {
    await expect(clientOf().client.purgeHistories({} as never)).rejects.toThrow('createdTimeFrom is required');
  });
});

describe('another hub', () => {
  const otherHub = { taskHub: 'Other Hub', connection: 'OtherStorage' };

  it('gets the events of raiseEventForHub, and nothing else does', async () => {
    const { client, requests } = clientOf([accepted, accepted, accepted]);
    await client.raiseEventForHub(otherHub, 'a', 'go', 1);
    await client.raiseEventForHub('Other', 'a', 'go');
    await client.raiseEvent('a', 'go');
    expect(urlsOf(requests)).toEqual([
      'http://h/api/instances/a/raiseEvent/go?taskHub=Other%20Hub&connection=OtherStorage',
      'http://h/api/instances/a/raiseEvent/go?taskHub=Other',
      'http://h/api/instances/a/raiseEvent/go?taskHub=Hub',
    ]);
    expect(requests.map(({ body }) => body)).toEqual(['1', 'null', 'null']);
  });

  it('has a client of its own by forHub, for every request and link', async () => {
    const { client, requests } = clientOf([started, { status: 200, body: '[]' }, missing, { status: 200, body: '[]' }]);
    const other = client.forHub(otherHub);
    expect([client.taskHub, other.taskHub]).toEqual(['Hub', 'Other Hub']);
    await other.startNew('order');
    for await (const _none of other.queryAllStatuses());
    await other.readEntity('@counter@k');
    for await (const _none of other.listEntities());
    const links = Object.values(other.createHttpManagementPayload('a')).slice(1);
    for (const url of [...urlsOf(requests), ...links]) {
      expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject(otherHub);
    }
    expect([requests.length, links.length]).toEqual([4, 8]);
  });

  it.each([undefined, {}, { taskHub: ' ' }, { taskHub: 'x', connection: '' }, { name: 'x' }, 'Other'])(
    'is not %j',
    (hub) => {
      expect(() => clientOf().client.forHub(hub as never)).toThrow(TypeError);
    },
  );

  it('is a name that is not blank in raiseEventForHub', async () => {
    await expect(clientOf().client.raiseEventForHub('', 'a', 'go')).rejects.toThrow(TypeError);
    await expect(clientOf().client.raiseEventForHub({} as never, 'a', 'go')).rejects.toThrow(TypeError);
  });
});

/** What the extension answers with 400 to a restart. */
function refusal(exceptionMessage?: string): string {
  const Message = 'InstanceId does not match a valid orchestration instance.';
  return JSON.stringify({ Message, ExceptionMessage: exceptionMessage });
}

import { describe, expect, it } from '@jest/globals';
import { DurableClient, type JsonResponse } from '@perdura/durable-client';
import { clientOf } from './fakes/client-of.ts';
import { jumpingClock } from './fakes/jumping-clock.ts';
import type { scriptedFetch } from './fakes/scripted-fetch.ts';

const times = { createdTime: '2026-02-03T09:59:59Z', lastUpdatedTime: '2026-02-03T10:00:04Z' };
const answering = (runtimeStatus: string, output: unknown) => ({
  status: runtimeStatus === 'Running' ? 202 : 200,
  body: JSON.stringify({ name: 'order', instanceId: 'a', runtimeStatus, output, ...times }),
});
const request = { url: 'https://shop.example:8443/api/start?x=1' };

function waiting(...replies: Parameters<typeof scriptedFetch>[0]): DurableClient {
  return clientOf(replies, { clock: jumpingClock(), requestTimeoutMs: Number.POSITIVE_INFINITY }).client;
}

describe('createHttpManagementPayload', () => {
  it('answers the links of an instance, with its id percent-encoded and the places of event and reason kept', () => {
    const { client } = clientOf();
    const instance = 'http://h/api/instances/a%20b%2Fc';
    expect(client.createHttpManagementPayload('a b/c')).toEqual({
      id: 'a b/c',
      statusQueryGetUri: `${instance}?taskHub=Hub`,
      sendEventPostUri: `${instance}/raiseEvent/{eventName}?taskHub=Hub`,
      terminatePostUri: `${instance}/terminate?reason={text}&taskHub=Hub`,
      rewindPostUri: `${instance}/rewind?reason={text}&taskHub=Hub`,
      purgeHistoryDeleteUri: `${instance}?taskHub=Hub`,
      restartPostUri: `${instance}/restart?taskHub=Hub`,
      suspendPostUri: `${instance}/suspend?reason={text}&taskHub=Hub`,
      resumePostUri: `${instance}/resume?reason={text}&taskHub=Hub`,
    });
  });

  it('leads to the origin of a request, and keeps an id that looks like one', () => {
    const links = clientOf().client.createHttpManagementPayload('http://h$&', request);
    expect(links.statusQueryGetUri).toBe('https://shop.example:8443/api/instances/http%3A%2F%2Fh%24%26?taskHub=Hub');
    const odd = clientOf().client.createHttpManagementPayload('a', { url: 'https://sh$&op.example/x' });
    expect(odd.restartPostUri).toBe('https://sh$&op.example/api/instances/a/restart?taskHub=Hub');
  });

  it('lets the status answer 500 for an instance that failed, when asked to', async () => {
    const { client } = clientOf();
    const options = { returnInternalServerErrorOnFailure: true };
    const links = client.createHttpManagementPayload('a', request, options);
    expect(new URL(links.statusQueryGetUri).search).toBe('?taskHub=Hub&returnInternalServerErrorOnFailure=true');
    expect(links.purgeHistoryDeleteUri).not.toContain('returnInternal');
    expect(client.createCheckStatusResponse(request, 'a', options).headers.get('location')).toBe(
      links.statusQueryGetUri,
    );
    const open = waiting(answering('Running', null));
    const answer = await open.waitForCompletionOrCreateCheckStatusResponse(request, 'a', { timeoutMs: 0, ...options });
    expect(answer.headers.get('location')).toBe(links.statusQueryGetUri);
  });

  it.each([{ returnInternalServerErrorOnFailure: 'yes' }, { failure: true }, null])(
    'refuses the options %j',
    (options) => {
      const { client } = clientOf();
      expect(() => client.createHttpManagementPayload('a', undefined, options as never)).toThrow(TypeError);
      expect(() => client.createCheckStatusResponse(undefined, 'a', options as never)).toThrow(TypeError);
    },
  );

  it.each([{ url: '/start' }, { url: 7 }, {}, null, { url: 'ftp://h/' }])('does not take %j for a request', (given) => {
    const { client } = clientOf();
    expect(() => client.createHttpManagementPayload('a', given as never)).toThrow('must be absolute');
    expect(() => client.createCheckStatusResponse(given as never, 'a')).toThrow(TypeError);
  });

  it.each(['', '..', 7])('does not take %j for an id', (id) => {
    expect(() => clientOf().client.createHttpManagementPayload(id as string)).toThrow(TypeError);
  });
});

describe('createCheckStatusResponse', () => {
  it('is a standard response of 202 with the links, and where and when to look', async () => {
    const { client } = clientOf();
    const response: Response = client.createCheckStatusResponse(request, 'a');
    expect(response).toBeInstanceOf(Response);
    expect(response.status).toBe(202);
    const links = client.createHttpManagementPayload('a', request);
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'application/json',
      location: links.statusQueryGetUri,
      'retry-after': '10',
    });
    expect(await response.json()).toEqual(links);
  });

  it('leads where the hub says without a request', () => {
    const location = clientOf().client.createCheckStatusResponse(undefined, 'a').headers.get('location');
    expect(location).toBe('http://h/api/instances/a?taskHub=Hub');
  });

  it('has the shape of what a handler of Azure Functions returns', () => {
    // As HttpResponseInit of @azure/functions 4 has it, except for what a response does not need.
    interface HttpResponseInit {
      body?: NonNullable<Response['body']> | string;
      status?: number;
      headers?: Headers | Record<string, string>;
    }
    const handler = (): HttpResponseInit => clientOf().client.createCheckStatusResponse(request, 'a');
    const { status, headers, body } = handler();
    expect([status, headers instanceof Headers, body instanceof ReadableStream]).toEqual([202, true, true]);
  });
});

describe('waitForCompletionOrCreateCheckStatusResponse', () => {
  const wait = (client: DurableClient, options = {}): Promise<JsonResponse> =>
    client.waitForCompletionOrCreateCheckStatusResponse(request, 'a', options);

  it('answers the output of an instance that completes', async () => {
    const response = await wait(waiting(answering('Running', null), answering('Completed', { total: 42 })));
    expect([response.status, await response.json()]).toEqual([200, { total: 42 }]);
  });

  it('answers null where there is no output', async () => {
    expect(await (await wait(waiting(answering('Completed', undefined)))).text()).toBe('null');
  });

  it.each([
    ['Failed', 500],
    ['Terminated', 200],
    ['Canceled', 200],
  ])('answers the status of one that is %s with %i', async (runtimeStatus, status) => {
    const response = await wait(waiting(answering(runtimeStatus, 'why')));
    expect([response.status, await response.json()]).toEqual([
      status,
      expect.objectContaining({ runtimeStatus, output: 'why', createdTime: '2026-02-03T09:59:59.000Z' }),
    ]);
  });

  it('answers the links when the time is up', async () => {
    const response = await wait(waiting(answering('Running', null), answering('Running', null)), { timeoutMs: 20 });
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toMatch(/^https:\/\/shop\.example:8443\//);
  });

  it('does not take a hub that does not answer for an instance that is not done', async () => {
    const client = new DurableClient(
      { baseUrl: 'http://h' },
      { fetch: () => new Promise(() => {}), requestTimeoutMs: 5 },
    );
    await expect(wait(client)).rejects.toMatchObject({ code: 'timeout' });
  });

  it('rejects when there is no such instance, and when it is misused, before anything is sent', async () => {
    await expect(wait(waiting({ status: 404 }))).rejects.toMatchObject({ code: 'not-found' });
    const { client, requests } = clientOf();
    await expect(wait(client, { timeoutInMilliseconds: 5 })).rejects.toThrow('unknown option');
    await expect(client.waitForCompletionOrCreateCheckStatusResponse({ url: '/' }, 'a')).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import type { ContainerClient } from '../src/container/container-client.ts';
import { type OpenAccount, openAccount } from './fakes/open-account.ts';

describe('answers to batches', () => {
  let open: OpenAccount;
  let client: CosmosClient;
  let orders: ContainerClient;
  let status: number;
  let body: string;
  beforeEach(async () => {
    open = await openAccount('in process');
    const inner = open.account.transport();
    client = await CosmosClient.create({
      endpoint: open.account.endpoint,
      key: open.account.key,
      transport: {
        send: async (request) =>
          request.headers['x-ms-cosmos-is-batch-request'] === undefined
            ? inner.send(request)
            : { status, headers: {}, body: new TextEncoder().encode(body) },
      },
    });
    orders = await client.database('shop').container('orders');
  });
  afterEach(async () => {
    await client.close();
    await open.close();
  });

  const execute = (answer: number, rows: unknown) => {
    status = answer;
    body = typeof rows === 'string' ? rows : JSON.stringify(rows);
    return orders.batch('ada').delete('first').delete('second').read('third').execute();
  };

  it.each([
    [[{ statusCode: 424 }, { statusCode: 404 }, { statusCode: 424 }], 1, 'not-found', '404 '],
    [[{ statusCode: 424 }, { statusCode: 424 }, { statusCode: 412 }], 2, 'precondition-failed', '412 '],
    [[{ statusCode: 403, subStatusCode: 1014 }, { statusCode: 424 }, { statusCode: 424 }], 0, 'forbidden', '403/1014 '],
    [[{ statusCode: 200 }, { statusCode: 424 }, { statusCode: 424 }], 1, 'unexpected-status', '424 '],
    [
      [{ statusCode: 424 }, { statusCode: 449, retryAfterMilliseconds: 17 }, { statusCode: 424 }],
      1,
      'retry-with',
      '449 ',
    ],
  ] as const)('of %j name operation %i, which failed by itself', async (rows, index, code, described) => {
    const answer = await execute(207, rows);
    const row = rows[index];
    expect(answer).toMatchObject({
      applied: false,
      status: { code: 207 },
      failure: {
        index,
        id: ['first', 'second', 'third'][index],
        kind: index === 2 ? 'read' : 'delete',
        status: { code: row?.statusCode },
        retryAfterMs: row !== undefined && 'retryAfterMilliseconds' in row ? 17 : undefined,
      },
    });
    expect(() => answer.throwIfFailed()).toThrow(
      expect.objectContaining({
        code,
        message: expect.stringContaining(`failed with ${described}`),
        response: expect.anything(),
      }),
    );
  });

  it('of a batch that was applied tell only what there is', async () => {
    const rows = [
      { statusCode: 204, requestCharge: 5.5 },
      { statusCode: 204, eTag: '"a"', retryAfterMilliseconds: 0 },
      { statusCode: 200, resourceBody: { id: 'third' } },
    ];
    const answer = (await execute(200, rows)).throwIfFailed();
    expect(answer.applied).toBe(true);
    expect(answer.results).toEqual([
      { status: expect.objectContaining({ code: 204 }), etag: undefined, requestCharge: 5.5 },
      { status: expect.objectContaining({ code: 204 }), etag: '"a"', requestCharge: undefined },
      {
        status: expect.objectContaining({ code: 200 }),
        etag: undefined,
        requestCharge: undefined,
        resource: { id: 'third' },
      },
    ]);
    expect(answer.results[0]).not.toHaveProperty('retryAfterMs');
    expect(answer.throwIfFailed()).toBe(answer);
  });

  it.each(['', '{', '{}', '[]', '[{"statusCode":204}]', '[1,2,3]'])('of %j are invalid', async (rows) => {
    await expect(execute(200, rows)).rejects.toMatchObject({
      name: 'CosmosError',
      code: 'invalid-response',
      response: { status: { code: 200 } },
      diagnostics: { operationName: 'execute_batch' },
    });
  });
});

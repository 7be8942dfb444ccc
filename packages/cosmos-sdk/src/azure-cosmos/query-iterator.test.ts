import { describe, expect, it } from '@jest/globals';
import { CosmosDiagnostics, CosmosError, type CosmosResponse } from '@perdura/cosmos-driver';
import { type BeginPages, QueryIterator } from './query-iterator.ts';

const diagnostics = new CosmosDiagnostics('a', 'query_items', [], 0);

function page(items: readonly unknown[], token: string | undefined | (() => never)): CosmosResponse {
  return {
    body: { kind: 'items', items },
    headers: { requestCharge: 2 } as CosmosResponse['headers'],
    rawHeaders: { 'x-ms-activity-id': 'a' },
    status: { code: 200, subStatus: 0, name: 'Ok' },
    diagnostics,
    servingRegion: undefined,
    get continuationToken() {
      return typeof token === 'function' ? token() : token;
    },
  };
}

/** Pages 1, 2 and 3; the one that is asked for second breaks once. */
function breakingOnce(tokens: (number: number) => string | (() => never)): { begin: BeginPages; begun: unknown[] } {
  const begun: unknown[] = [];
  let broken = false;
  return {
    begun,
    async *begin(after) {
      begun.push(after);
      for (let number = Number(after ?? 0) + 1; number <= 3; number++) {
        if (number === 2 && !broken) {
          broken = true;
          throw new CosmosError('broken', { code: 'server-error', status: { code: 500, subStatus: 0, name: 'x' } });
        }
        yield page([number], number === 3 ? undefined : tokens(number));
      }
    },
  };
}

describe('QueryIterator', () => {
  it('goes on with the page that failed', async () => {
    const { begin, begun } = breakingOnce(String);
    const iterator = new QueryIterator<number>(begin);
    expect((await iterator.fetchNext()).resources).toEqual([1]);
    await expect(iterator.fetchNext()).rejects.toMatchObject({ code: 500 });
    expect(iterator.hasMoreResults()).toBe(true);
    expect((await iterator.fetchNext()).resources).toEqual([2]);
    expect(await iterator.fetchNext()).toMatchObject({ resources: [3], hasMoreResults: false });
    expect(begun).toEqual([undefined, '1']);
  });

  it('does not begin anew, and tell rows twice, where there is no token to go on with', async () => {
    const none = (): never => {
      throw new CosmosError('too large', { code: 'unsupported-query' });
    };
    const { begin, begun } = breakingOnce(() => none);
    const iterator = new QueryIterator<number>(begin);
    const first = await iterator.fetchNext();
    expect(first.continuationToken).toBeUndefined();
    expect(first.hasMoreResults).toBe(true);
    await expect(iterator.fetchNext()).rejects.toMatchObject({ code: 500 });
    await expect(iterator.fetchNext()).rejects.toMatchObject({ code: 400 });
    expect(begun).toEqual([undefined]);
  });

  it('adds the charges of all pages up', async () => {
    const iterator = new QueryIterator<number>(async function* () {
      yield page([1], '1');
      yield page([2], undefined);
    });
    const { resources, requestCharge, hasMoreResults, activityId } = await iterator.fetchAll();
    expect({ resources, requestCharge, hasMoreResults, activityId }).toEqual({
      resources: [1, 2],
      requestCharge: 4,
      hasMoreResults: false,
      activityId: 'a',
    });
  });

  it('ends the requests of a feed that is left', async () => {
    let ended = 0;
    const iterator = new QueryIterator<number>(async function* () {
      try {
        yield page([1], '1');
        yield page([2], undefined);
      } finally {
        ended++;
      }
    });
    await iterator.fetchNext();
    iterator.reset();
    expect((await iterator.fetchNext()).resources).toEqual([1]);
    expect(ended).toBe(1);
  });
});

import { describe, expect, it } from '@jest/globals';
import { CosmosOperation, type CosmosResponse } from '@perdura/cosmos-driver';
import type { Connection } from '../client/connection.ts';
import { lazyAccount } from './account.ts';

const response = {} as CosmosResponse;
const read = () => CosmosOperation.readAccount();

/** A connection whose operations end when they are told to. */
function slowConnection(): { connection: Connection; end: () => void; closed: () => number } {
  const { promise, resolve } = Promise.withResolvers<CosmosResponse>();
  let closed = 0;
  const connection = {
    execute: () => promise,
    close: async () => void closed++,
  } as unknown as Connection;
  return { connection, end: () => resolve(response), closed: () => closed };
}

describe('lazyAccount', () => {
  it('closes behind the operations that are under way, and opens anew for later ones', async () => {
    const slow = slowConnection();
    let opened = 0;
    const account = lazyAccount(async () => {
      opened++;
      return slow.connection;
    });
    const underWay = account.execute(read);
    await Promise.resolve();
    account.dispose();
    await new Promise(setImmediate);
    expect(slow.closed()).toBe(0);
    slow.end();
    expect(await underWay).toBe(response);
    await new Promise(setImmediate);
    expect(slow.closed()).toBe(1);
    await account.execute(read);
    expect(opened).toBe(2);
  });

  it('opens once for all that wait, and again after a failure', async () => {
    let opened = 0;
    const account = lazyAccount(async () => {
      opened++;
      throw new RangeError('not now');
    });
    const both = await Promise.allSettled([account.execute(read), account.execute(read)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(opened).toBe(1);
    await expect(account.execute(read)).rejects.toThrow('not now');
    expect(opened).toBe(2);
    account.dispose();
  });
});

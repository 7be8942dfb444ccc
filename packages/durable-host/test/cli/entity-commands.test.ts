import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { entity } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { runCli } from './run-cli.ts';

const operations = { add: (state: { count: number }, amount: number) => (state.count += amount) };
const cart = entity('cart', { initialState: { count: 0 }, operations });
const shelf = entity('shelf', { initialState: { count: 0 }, operations });

let host: DurableHost;
let url: string;
beforeEach(async () => {
  host = await DurableHost.open({ database: ':memory:', functions: [cart, shelf], clock: virtualClock() });
  ({ baseUrl: url } = await host.listen({ port: 0 }));
});
afterEach(() => host.close());

async function cli(...args: readonly string[]) {
  const ended = await runCli([...args, '--url', url]);
  await host.whenIdle();
  return ended;
}

describe('signal and entities', () => {
  it('have entities carry out operations, and show what they keep', async () => {
    expect(await cli('signal', 'cart', 'mia', 'add', '5')).toEqual({
      code: 0,
      out: "Signalled 'add' to entity 'cart' of key 'mia'.",
      err: '',
    });
    await cli('signal', 'cart', 'mia', 'add', '2');
    await cli('signal', 'shelf', 'top', 'add', '1', '--json');
    expect((await cli('entities')).out.split('\n')).toEqual([
      'ENTITY  KEY  LAST USED                 STATE',
      'cart    mia  2026-01-01T00:00:00.000Z  {"count":7}',
      'shelf   top  2026-01-01T00:00:00.000Z  {"count":1}',
    ]);
    expect((await cli('entities', 'SHELF', '--json')).out).toBe(
      '{"entityId":{"name":"shelf","key":"top"},"lastOperationTime":"2026-01-01T00:00:00.000Z","state":{"count":1}}',
    );
    expect((await cli('entities', '--limit', '1')).out.split('\n')).toHaveLength(2);
  });

  it('say what is not there', async () => {
    expect(await cli('entities')).toEqual({ code: 0, out: '', err: 'There are no such entities.' });
    expect(await cli('signal', 'till', 'a', 'add', '1')).toMatchObject({ code: 1, out: '' });
  });

  it('refuse with 2 what no entity can be named by', async () => {
    expect(await cli('signal', 'a@b', 'key', 'add')).toMatchObject({ code: 2, out: '' });
    expect(await cli('signal', 'cart', 'mia', 'add', 'five')).toMatchObject({ code: 2, out: '' });
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const minuteMs = 60_000;
const sayHello = activity('say_hello', (city: string) => `Hello ${city}!`);

describe('a host', () => {
  it.each([
    [
      'async function',
      orchestration('hello', async (ctx) =>
        ctx.joinAll(['Tokyo', 'London', 'Seattle'].map((city) => ctx.callActivity(sayHello, city))),
      ),
    ],
    [
      'generator',
      orchestration('hello', function* (ctx) {
        return yield* ctx.joinAll(['Tokyo', 'London', 'Seattle'].map((city) => ctx.callActivity(sayHello, city)));
      }),
    ],
  ])('fans out and in again in an %s', async (_form, hello) => {
    const { client, finish } = await openTestHost({ functions: [hello, sayHello] });
    const status = await finish(await client.startNew('hello', { input: { any: 'thing' } }));
    expect(status).toMatchObject({
      runtimeStatus: 'Completed',
      output: ['Hello Tokyo!', 'Hello London!', 'Hello Seattle!'],
      input: { any: 'thing' },
    });
  });
});

import { type HttpHandler, HttpRequest, HttpResponse, InvocationContext } from '@azure/functions';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DurableClient } from '@perdura/durable-client';
import { orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';

const greeter = orchestration<string>('greeter', async (ctx) => `Hello ${ctx.input}! ${await ctx.waitForEvent('go')}`);

let host: DurableHost;
beforeAll(async () => {
  host = await DurableHost.open({ database: ':memory:', taskHub: 'ShopHub', functions: [greeter] });
  await host.listen({ port: 0 });
});
afterAll(() => host.close());

/** Runs a handler as the Functions host does: what it returns is made an HTTP response. */
async function run(handler: HttpHandler): Promise<HttpResponse> {
  const request = new HttpRequest({ method: 'POST', url: 'https://shop.example/api/greet' });
  const answer = await handler(request, new InvocationContext({ functionName: 'greet' }));
  return answer instanceof HttpResponse ? answer : new HttpResponse(answer);
}

describe('a handler of Azure Functions', () => {
  const client = () => new DurableClient(host.clientBinding());

  it('returns a check-status response as it is, whose links lead where the caller came from', async () => {
    const response = await run(async (request) => {
      const id = await client().startNew(greeter, 'Ada', { instanceId: 'greet Ada' });
      return client().createCheckStatusResponse(request, id);
    });
    const location = 'https://shop.example/runtime/webhooks/durabletask/instances/greet%20Ada?';
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toContain(location);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({
      id: 'greet Ada',
      statusQueryGetUri: response.headers.get('location'),
    });
  });

  it('returns what an instance returned, or its links', async () => {
    const id = await client().startNew(greeter, 'Bob');
    const waiting = await run((request) =>
      client().waitForCompletionOrCreateCheckStatusResponse(request, id, { timeoutMs: 0 }),
    );
    expect([waiting.status, await waiting.json()]).toEqual([202, expect.objectContaining({ id })]);
    await client().raiseEvent(id, 'go', 'Bye.');
    const done = await run((request) => client().waitForCompletionOrCreateCheckStatusResponse(request, id));
    expect([done.status, await done.json()]).toEqual([200, 'Hello Bob! Bye.']);
  });
});

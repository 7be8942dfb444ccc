import { InvocationContext } from '@azure/functions';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { entity } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';
import * as durableFunctions from 'durable-functions';

const counter = entity('counter', {
  initialState: { total: 0 },
  operations: { add: (state, n: number) => (state.total += n), touch: () => null },
});

let host: DurableHost;
beforeEach(async () => {
  host = await DurableHost.open({ database: ':memory:', functions: [counter] });
  await host.listen({ port: 0 });
});
afterEach(() => host.close());

function connect(binding: object): durableFunctions.DurableClient {
  const clientInput = durableFunctions.input.durableClient();
  const context = new InvocationContext({ functionName: 'http_start', options: { extraInputs: [clientInput] } });
  context.extraInputs.set(clientInput, binding);
  return durableFunctions.getClient(context);
}

describe.each<[string, () => object]>([
  ['the local endpoint', () => host.clientBinding()],
  [
    'the webhook URLs',
    () => {
      const { rpcBaseUrl: _absent, ...binding } = host.clientBinding();
      return binding;
    },
  ],
])('the DurableClient of durable-functions 3.5, by %s', (_how, bind) => {
  it('signals entities and reads their states', async () => {
    const client = connect(bind());
    const id = new durableFunctions.EntityId('Counter', 'mia@example.com');
    expect(await client.readEntityState(id)).toEqual({ entityExists: false, entityState: undefined });
    await client.signalEntity(id, 'add', 5);
    await client.signalEntity(id, 'add', 2);
    await host.whenIdle();
    expect(await client.readEntityState(id)).toEqual({ entityExists: true, entityState: { total: 7 } });
    await client.signalEntity(id, 'delete');
    await host.whenIdle();
    expect((await client.readEntityState(id)).entityExists).toBe(false);
  });

  it('is refused when there is no such entity', async () => {
    const client = connect(bind());
    await expect(client.signalEntity(new durableFunctions.EntityId('nobody', 'a'), 'add', 1)).rejects.toThrow('400');
  });
});

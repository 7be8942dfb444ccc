import { createEmulator, type EmulatedAccount, type EmulatorOptions, type EmulatorRequest } from '../src/index.ts';
import { createRequestFactory, docs, keyHeaderOf, orderOf } from './signed-requests.ts';

/** An account with a container of orders, and what asks it. */
export interface Shop {
  readonly account: EmulatedAccount;
  readonly makeRequest: ReturnType<typeof createRequestFactory>;
  /** Sends a request in process; throws unless it has this status. */
  send(request: EmulatorRequest, status: number): Promise<Uint8Array>;
}

/** Opens one with so many orders. */
export async function openShop(orderCount: number, options: EmulatorOptions = {}): Promise<Shop> {
  const account = createEmulator({ seed: 1, ...options });
  const transport = account.transport();
  const makeRequest = createRequestFactory(account.endpoint, account.key);
  const send = async (request: EmulatorRequest, status: number): Promise<Uint8Array> => {
    const answer = await transport.send(request);
    if (answer.status !== status)
      throw new Error(`${request.method} ${request.url}: ${answer.status} ${Buffer.from(answer.body)}`);
    return answer.body;
  };
  await send(makeRequest('POST', '/dbs', { id: 'shop' }), 201);
  const partitionKey = { paths: ['/customerId'], kind: 'Hash', version: 2 };
  await send(makeRequest('POST', '/dbs/shop/colls', { id: 'orders', partitionKey }), 201);
  for (let number = 0; number < orderCount; number++) {
    await send(makeRequest('POST', docs, orderOf(number), keyHeaderOf(number)), 201);
  }
  return { account, makeRequest, send };
}

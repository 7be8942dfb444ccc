import { createHmac, createSecretKey } from 'node:crypto';
import type { EmulatorRequest } from '../src/index.ts';

/** When all requests are signed. */
export const date: string = new Date().toUTCString();

/** Makes signed requests ahead of time, so that only answering them is measured. */
export function createRequestFactory(
  endpoint: string,
  key: string,
): (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => EmulatorRequest {
  const secret = createSecretKey(Buffer.from(key, 'base64'));
  return (method, path, body, headers = {}) => {
    const segments = path.split('/').slice(1);
    const isFeed = segments.length % 2 === 1;
    const link = (isFeed ? segments.slice(0, -1) : segments).join('/');
    const payload = `${method.toLowerCase()}\n${segments.at(isFeed ? -1 : -2)}\n${link}\n${date.toLowerCase()}\n\n`;
    const signature = createHmac('sha256', secret).update(payload).digest('base64');
    return {
      method,
      url: `${endpoint.replace(/\/$/, '')}${path}`,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'user-agent': 'bench',
        'x-ms-version': '2020-07-15',
        'x-ms-date': date,
        authorization: encodeURIComponent(`type=master&ver=1.0&sig=${signature}`),
        ...headers,
      },
      body: body === undefined ? undefined : Buffer.from(JSON.stringify(body)),
    };
  };
}

export const docs = '/dbs/shop/colls/orders/docs';

/** An item of 1 KB, of one of a hundred customers. */
export function orderOf(number: number): Record<string, unknown> {
  const lines = Array.from({ length: 8 }, (_, line) => ({
    sku: `SKU-${line}`,
    quantity: line + 1,
    price: 9.99,
    title: `Article ${line} of the shop`,
  }));
  const customerId = customerOf(number);
  return {
    id: String(number),
    customerId,
    status: number % 3 === 0 ? 'open' : 'paid',
    total: number % 1000,
    lines,
    note: 'x'.repeat(300),
  };
}

function customerOf(number: number): string {
  return `customer-${number % 100}`;
}

/** The partition key header of an item. */
export function keyHeaderOf(number: number): Readonly<Record<string, string>> {
  return { 'x-ms-documentdb-partitionkey': JSON.stringify([customerOf(number)]) };
}

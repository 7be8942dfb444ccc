import { createHmac } from 'node:crypto';
import type { EmulatorTransport } from '../../src/index.ts';

/** One response, its JSON body parsed. */
interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed body; `undefined` when there is none. */
  readonly json: Json;
}

/** Parsed JSON that a test looks into. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape, and a wrong guess fails the test.
type Json = any;

/** What a request may differ in. */
interface RawOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Partition key header's values. */
  readonly pk?: readonly unknown[];
  /** Host, or URL of a region, to send to. (default the account's) */
  readonly host?: string;
  /** Key to sign with. (default the account's) */
  readonly key?: string;
  /** Link to sign. (default by the path) */
  readonly link?: string;
}

/** Sends signed requests as the REST documentation describes them, knowing nothing of the emulator. */
export interface RawClient {
  send(method: string, path: string, options?: RawOptions): Promise<RawResponse>;
  /** Creates the database `shop` and in it the container `orders`, by `/customerId` unless told otherwise. */
  createShop(partitionKey?: object): Promise<void>;
}

/** When all requests are signed: the emulator does not compare it with its clock. */
const date = 'Tue, 02 Dec 2025 18:04:05 GMT';

/** What a client must know of an account. */
interface RawAccount {
  readonly key: string;
  readonly endpoint: string;
  transport(): EmulatorTransport;
}

export function createRawClient(account: RawAccount): RawClient {
  const transport = account.transport();
  const send = async (method: string, path: string, options: RawOptions = {}): Promise<RawResponse> => {
    const { body, pk, host = account.endpoint, key = account.key } = options;
    const all = path.split('/').filter((segment) => segment !== '');
    // Operations on a container are signed as the container.
    const segments = all[4] === 'operations' ? all.slice(0, 4) : all;
    const isFeed = segments.length % 2 === 1;
    const link = options.link ?? (isFeed ? segments.slice(0, -1) : segments).map(decodeURIComponent).join('/');
    const type = segments.at(isFeed ? -1 : -2) ?? '';
    const payload = `${method.toLowerCase()}\n${type}\n${link}\n${date.toLowerCase()}\n\n`;
    const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(payload).digest('base64');
    const response = await transport.send({
      method,
      url: `${host.includes('://') ? host.replace(/\/$/, '') : `https://${host}`}${path}`,
      headers: {
        authorization: encodeURIComponent(`type=master&ver=1.0&sig=${signature}`),
        'x-ms-date': date,
        'x-ms-version': '2020-07-15',
        ...(pk && { 'x-ms-documentdb-partitionkey': JSON.stringify(pk) }),
        ...options.headers,
      },
      body: body === undefined ? undefined : encode(body),
    });
    const text = new TextDecoder().decode(response.body);
    return { status: response.status, headers: response.headers, json: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    send,
    createShop: async (partitionKey = { paths: ['/customerId'], kind: 'Hash', version: 2 }) => {
      await send('POST', '/dbs', { body: { id: 'shop' } });
      await send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey } });
    },
  };
}

function encode(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body));
}

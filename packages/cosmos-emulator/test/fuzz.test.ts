import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createEmulator } from '../src/index.ts';
import { problemOf } from './fuzz/check-answer.ts';
import { type RandomRequest, randomRequests } from './fuzz/random-request.ts';
import { sendRaw } from './fuzz/send-raw.ts';
import { createRawClient } from './support/raw-client.ts';

// `pnpm fuzz` sends 20,000; both take PERDURA_SEED to repeat what they printed.
const requestCount = Number(process.env.PERDURA_FUZZ ?? 1000);
const seed = Number(process.env.PERDURA_SEED ?? Date.now() % 2 ** 31);
/** Of ten requests, so many go over a socket. */
const socketShare = 0.1;

const account = createEmulator({ regions: ['East US', 'West US'], seed: 1 });
const client = createRawClient(account);
const requests = randomRequests(account.key);
const failures: unknown[] = [];
const noteFailure = (error: unknown) => failures.push(error);

beforeAll(async () => {
  process.on('unhandledRejection', noteFailure);
  await prepare();
});
afterAll(async () => {
  process.off('unhandledRejection', noteFailure);
  await account.close();
});

/** The database and container that requests name; either may have been deleted by one. */
async function prepare(): Promise<void> {
  await client.send('POST', '/dbs', { body: { id: 'shop' } });
  const partitionKey = { paths: ['/key'], kind: 'Hash', version: 2 };
  await client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey } });
}

async function expectGoodConversation(): Promise<void> {
  await prepare();
  const path = '/dbs/shop/colls/orders/docs';
  await client.send('DELETE', `${path}/good`, { pk: ['ada'] });
  const created = await client.send('POST', path, { pk: ['ada'], body: { id: 'good', key: 'ada' } });
  const read = await client.send('GET', `${path}/good`, { pk: ['ada'] });
  expect([created.status, read.status, read.json.id]).toEqual([201, 200, 'good']);
}

it(`answers whatever is sent as the gateway would, and goes on serving (seed ${seed})`, async () => {
  const transport = account.transport();
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(requests, async ({ method, path, headers, body, region }) => {
      const host = `emulator-${region === 0 ? 'eastus' : 'westus'}.emulator.invalid`;
      const answer = await transport.send({ method, url: `https://${host}${path}`, headers, body });
      expect(problemOf(answer.status, answer.headers, answer.body)).toBeUndefined();
      sent += 1;
      if (sent % 100 === 0) await expectGoodConversation();
    }),
    { numRuns: Math.ceil(requestCount * (1 - socketShare)), seed },
  );
  expect(failures).toEqual([]);
});

it(`answers whatever arrives over a socket, broken or not, and goes on serving (seed ${seed})`, async () => {
  const server = await account.listen();
  const ports = Object.values(server.regions).map((url) => Number(new URL(url).port));
  const cuts = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined, freq: 4 });
  await fc.assert(
    fc.asyncProperty(fc.oneof(requests, fc.uint8Array({ maxLength: 200 })), cuts, async (request, cut) => {
      const bytes = request instanceof Uint8Array ? request : bytesOf(request);
      const isWhole = cut === undefined && !(request instanceof Uint8Array);
      const port = ports[request instanceof Uint8Array ? 0 : request.region] ?? 0;
      const answer = await sendRaw(port, cut === undefined ? bytes : bytes.subarray(0, Math.floor(bytes.length * cut)));
      if (answer !== '' || isWhole) expect(answer).toMatch(/^HTTP\/1\.1 (?:20[0147]|304|4\d\d|50[13]) /);
    }),
    { numRuns: Math.ceil(requestCount * socketShare), seed },
  );
  await expectGoodConversation();
  expect(failures).toEqual([]);
});

it('keeps nothing of what it refuses or only reads', async () => {
  let count = 0;
  const refuseOrRead = async (times: number): Promise<number> => {
    for (const last = count + times; count < last; count++) {
      const path = '/dbs/shop/colls/orders/docs';
      const query = { query: `SELECT VALUE ${count} FROM c WHERE c.p${count} = ${count}` };
      await client.send('GET', `${path}/${count}`, {
        pk: [`key ${count}`],
        headers: { 'x-ms-session-token': `0:-1#${count}` },
      });
      await client.send('GET', `/dbs/none/colls/${count}/docs/${count}`);
      await client.send('POST', path, {
        pk: ['ada'],
        body: query,
        headers: { 'content-type': 'application/query+json' },
      });
    }
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = await refuseOrRead(1000);
  const keptBytes = (await refuseOrRead(3000)) - before;
  // A kilobyte each would be 9 MB.
  expect(keptBytes).toBeLessThan(3 * 1024 * 1024);
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

function bytesOf({ method, path, headers, body }: RandomRequest): Uint8Array {
  const lines = Object.entries({
    host: '127.0.0.1',
    connection: 'close',
    'content-length': String(body.length),
    ...headers,
  });
  const head = `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

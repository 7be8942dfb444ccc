import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { measureCpuUs } from './measure.ts';
import { openShop } from './open-shop.ts';
import { report } from './report.ts';
import { date, docs, keyHeaderOf, orderOf } from './signed-requests.ts';

const itemCount = 1000;
const createCount = 2000;

/** What an operation takes at `account.transport()`, beside what nobody can do without. */
export async function benchPointOperations(): Promise<void> {
  const { account, makeRequest } = await openShop(itemCount);
  const transport = account.transport();
  const reads = Array.from({ length: itemCount }, (_, number) =>
    makeRequest('GET', `${docs}/${number}`, undefined, keyHeaderOf(number)),
  );
  const texts = reads.map((_, number) => JSON.stringify(orderOf(number)));
  const secret = createSecretKey(Buffer.from(account.key, 'base64'));
  const payloads = reads.map((_, number) => `get\ndocs\n${docs.slice(1)}/${number}\n${date.toLowerCase()}\n\n`);
  const signatures = payloads.map((payload) => createHmac('sha256', secret).update(payload).digest('base64'));
  // Each is sent once; two rounds only warm up.
  const creates = Array.from({ length: 11 * createCount }, (_, index) =>
    makeRequest('POST', docs, orderOf(itemCount + index), keyHeaderOf(itemCount + index)),
  );
  let created = 0;

  const { hmac, json, read, create } = await measureCpuUs(
    {
      hmac: (times) => {
        for (let time = 0; time < times; time++) {
          const at = time % itemCount;
          const digest = createHmac('sha256', secret)
            .update(payloads[at] ?? '')
            .digest();
          if (!timingSafeEqual(digest, Buffer.from(signatures[at] ?? '', 'base64')))
            throw new Error('Wrong signature.');
        }
      },
      json: (times) => {
        let length = 0;
        for (let time = 0; time < times; time++)
          length += JSON.stringify(JSON.parse(texts[time % itemCount] ?? '')).length;
        if (length === 0) throw new Error('No text.');
      },
      read: async (times) => {
        for (let time = 0; time < times; time++) {
          const request = reads[time % itemCount];
          if (request !== undefined && (await transport.send(request)).status !== 200) throw new Error('Not read.');
        }
      },
      create: createOrders,
    },
    { hmac: 20_000, json: 10_000, read: 20_000, create: createCount },
  );

  report('verify an HMAC', `${hmac.toFixed(2)} µs`);
  report('JSON.parse + JSON.stringify, 1 KB', `${json.toFixed(2)} µs`);
  report('point read', `${read.toFixed(2)} µs, ${perSecond(read)}`, read / hmac, 4);
  report('create', `${create.toFixed(2)} µs, ${perSecond(create)}`, create / (hmac + json), 4);

  async function createOrders(times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      const request = creates[created];
      created += 1;
      if (request !== undefined && (await transport.send(request)).status !== 201) throw new Error('Not created.');
    }
  }
}

function perSecond(us: number): string {
  return `${Math.round(1e6 / us).toLocaleString('en')}/s`;
}

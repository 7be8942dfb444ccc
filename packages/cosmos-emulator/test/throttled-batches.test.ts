import { describe, expect, it } from '@jest/globals';
import { createRow, openBatchShop } from './support/batch-shop.ts';

describe('throttling of batches', () => {
  it('refuses a whole batch when its partition has nothing left, and takes it in the next second', async () => {
    const { batch, list, pass } = await openBatchShop({}, { throttling: true });
    const rows = Array.from({ length: 80 }, (_, index) => createRow(`first ${index}`));
    const { headers } = await batch(rows);
    expect(Number(headers['x-ms-request-charge'])).toBeGreaterThan(400);
    const throttled = await batch([createRow('1'), createRow('2')]);
    expect([throttled.status, throttled.headers['x-ms-substatus']]).toEqual([429, '3200']);
    expect(throttled.headers['x-ms-retry-after-ms']).toBe('500');
    expect(throttled.json.code).toBe('TooManyRequests');
    pass(500);
    expect((await batch([createRow('1'), createRow('2')])).status).toBe(200);
    expect(await list()).toHaveLength(82);
  });

  it('counts what a failed batch cost', async () => {
    const { batch, list, pass } = await openBatchShop({}, { throttling: true });
    await batch([createRow('1')]);
    const fail = () => batch([createRow('2'), createRow('1')]);
    let count = 0;
    while ((await fail()).status === 207 && count < 1000) count++;
    expect([count > 1, count < 1000, await fail().then(({ status }) => status)]).toEqual([true, true, 429]);
    pass(500);
    expect(await list()).toEqual(['1']);
  });
});

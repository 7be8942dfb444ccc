import { describe, expect, it } from '@jest/globals';
import { loadOnce } from './load-once.ts';
import { classifyFailure } from './response/classify-failure.ts';

describe('loadOnce', () => {
  it('loads nothing before it is asked, and once for all who ask', async () => {
    let loads = 0;
    const part = { name: 'feeds' };
    const get = loadOnce(async () => {
      loads += 1;
      return part;
    });
    expect(loads).toBe(0);
    expect(await Promise.all([get(), get()])).toEqual([part, part]);
    expect(loads).toBe(1);
  });

  it('answers without a promise once the part is there', async () => {
    const part = { name: 'feeds' };
    const get = loadOnce(async () => part);
    await get();
    expect(get()).toBe(part);
  });

  it('tries again after a load that failed', async () => {
    let loads = 0;
    const get = loadOnce(async () => {
      loads += 1;
      if (loads === 1) throw new Error('There is no network.');
      return loads;
    });
    const error: unknown = await Promise.resolve(get()).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'transport-failed', cause: { message: 'There is no network.' } });
    expect(classifyFailure(error).requestSent).toBe('not-sent');
    expect(await get()).toBe(2);
  });
});

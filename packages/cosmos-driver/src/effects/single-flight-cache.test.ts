import { describe, expect, it } from '@jest/globals';
import { createSingleFlightCache } from './single-flight-cache.ts';

describe('single-flight cache', () => {
  it('loads a key once for all who ask, during and after the load', async () => {
    const cache = createSingleFlightCache<number>();
    let loads = 0;
    const load = async () => ++loads;
    expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1]);
    expect(await cache.get('a', load)).toBe(1);
    expect(await cache.get('b', load)).toBe(2);
  });

  it('keeps nothing of a load that failed', async () => {
    const cache = createSingleFlightCache<number>();
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache.get('a', async () => 1)).toBe(1);
  });

  it('forgets keys by their beginning, and takes values in place of what is there', async () => {
    const cache = createSingleFlightCache<number>();
    cache.set('/dbs/a/colls/x/', 1);
    cache.set('/dbs/ab/colls/x/', 2);
    cache.forget('/dbs/a/');
    expect(await cache.get('/dbs/a/colls/x/', async () => 3)).toBe(3);
    expect(await cache.get('/dbs/ab/colls/x/', async () => 3)).toBe(2);
  });

  it('does not lose a value that was set while a load failed', async () => {
    const cache = createSingleFlightCache<number>();
    const failing = cache.get('a', () => Promise.reject(new Error('no')));
    cache.set('a', 1);
    await expect(failing).rejects.toThrow('no');
    expect(await cache.get('a', async () => 2)).toBe(1);
  });
});

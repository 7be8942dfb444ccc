import { describe, expect, it } from '@jest/globals';
import { startCosmosDbServer } from './start-cosmosdb-server.ts';

describe('startCosmosDbServer', () => {
  it('serves an account over HTTP until it is closed', async () => {
    const server = await startCosmosDbServer();
    try {
      const created = await fetch(`${server.endpoint}dbs`, { method: 'POST', body: JSON.stringify({ id: 'shop' }) });
      expect(created.status).toBe(201);
      expect(await created.json()).toMatchObject({ id: 'shop' });
    } finally {
      await server.close();
    }
    await expect(fetch(server.endpoint)).rejects.toThrow('fetch failed');
  }, 40_000);
});

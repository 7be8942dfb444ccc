import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenAccount, openAccount, routes } from './fakes/open-account.ts';

describe.each(routes)('patches, %s', (route) => {
  let open: OpenAccount;
  beforeAll(async () => {
    open = await openAccount(route);
  });
  afterAll(() => open.close());

  it('change parts of an item, in order', async () => {
    const { orders } = open;
    await orders.createItem({ id: '1', customer: 'ada', total: 1 });
    const { resource } = await orders.patchItem(
      'ada',
      '1',
      [
        { op: 'incr', path: '/total', value: 2 },
        { op: 'set', path: '/total', value: 40 },
        { op: 'incr', path: '/total', value: 2 },
      ],
      { contentResponseOnWrite: true },
    );
    expect(resource.total).toBe(42);
    expect(await orders.patchItem('ada', '1', [{ op: 'incr', path: '/total', value: 1 }])).not.toHaveProperty(
      'resource',
    );
    expect((await orders.readItem('ada', '1')).resource.total).toBe(43);
  });

  it('hold only under their conditions', async () => {
    const { orders } = open;
    const { etag } = await orders.createItem({ id: '2', customer: 'ada', total: 1 });
    const increment = [{ op: 'incr', path: '/total', value: 1 }] as const;
    await expect(
      orders.patchItem('ada', '2', increment, { predicate: 'from c where c.total > 1' }),
    ).rejects.toMatchObject({ code: 'precondition-failed' });
    await orders.patchItem('ada', '2', increment, { ifMatch: etag });
    await expect(orders.patchItem('ada', '2', increment, { ifMatch: etag })).rejects.toMatchObject({
      code: 'precondition-failed',
    });
    await orders.patchItem('ada', '2', increment, { predicate: 'from c where c.total = 2' });
    expect((await orders.readItem('ada', '2')).resource.total).toBe(3);
  });

  it('can be read, changed and replaced by the driver', async () => {
    const { orders } = open;
    await orders.createItem({ id: '3', customer: 'ada', total: 1 });
    const increment = [{ op: 'incr', path: '/total', value: 1 }] as const;
    const { diagnostics } = await orders.patchItem('ada', '3', increment, { strategy: 'read-modify-replace' });
    expect(diagnostics.requests).toHaveLength(2);
    await expect(
      orders.patchItem('ada', '3', increment, { strategy: 'read-modify-replace', ifMatch: '"x"' }),
    ).rejects.toThrow('takes no other');
    for (const options of [{ maxAttempts: 0 }, { predicate: 'from c' }, { attempts: 3 }]) {
      const patching = orders.patchItem('ada', '3', increment, { strategy: 'read-modify-replace', ...options });
      await expect(patching).rejects.toThrow(TypeError);
    }
  });

  it('refuse what would change id or partition key, before anything is sent', async () => {
    const { orders } = open;
    for (const path of ['/id', '/customer'] as const) {
      await expect(orders.patchItem('ada', '1', [{ op: 'set', path, value: 'x' }])).rejects.toThrow(TypeError);
    }
    await expect(orders.patchItem('ada', '1', [])).rejects.toThrow(TypeError);
  });
});

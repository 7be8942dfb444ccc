import { openShop } from './open-shop.ts';
import { outcome, responseOf, type Seen, stable } from './record.ts';
import { sameWithBoth } from './run-with-both.ts';

const order = { id: '1', customer: 'ada', total: 10 };

sameWithBoth(
  'an item that is written, read, replaced, patched and deleted',
  async (stage) => {
    const { items, item } = await shop(stage);
    const created = await items.create({ ...order });
    const read = await item('1', 'ada').read();
    const replaced = await item('1', 'ada').replace({ ...order, total: 11 });
    const patched = await item('1', 'ada').patch([
      { op: 'incr', path: '/total', value: 4 },
      { op: stage.module.PatchOperationType.set, path: '/paid', value: true },
    ]);
    const upserted = await items.upsert({ ...order, total: 20 });
    const inserted = await items.upsert({ id: '2', customer: 'ada' });
    const deleted = await item('1', 'ada').delete();
    return {
      created: { ...responseOf(created), item: created.item.id, url: created.item.url },
      throughItem: responseOf(await inserted.item.read()),
      read: responseOf(read),
      replaced: responseOf(replaced),
      patched: responseOf(patched),
      upserted: responseOf(upserted),
      inserted: responseOf(inserted),
      deleted: responseOf(deleted),
    };
  },
  {
    created: { class: 'ItemResponse', statusCode: 201, resource: order, url: 'dbs/shop/colls/orders/docs/1' },
    read: { statusCode: 200, resource: order, etag: 'string', charged: true },
    replaced: { statusCode: 200, resource: { total: 11 } },
    patched: { statusCode: 200, resource: { total: 15, paid: true } },
    upserted: { statusCode: 200 },
    inserted: { statusCode: 201 },
    deleted: { statusCode: 204, resource: null },
  },
);

sameWithBoth(
  'an item that is not there',
  async (stage) => {
    const { item } = await shop(stage);
    const missing = item('no', 'ada');
    return {
      read: responseOf(await missing.read()),
      replace: await outcome(() => missing.replace({ id: 'no', customer: 'ada' }), responseOf),
      delete: await outcome(() => missing.delete(), responseOf),
      patch: await outcome(() => missing.patch([{ op: 'set', path: '/a', value: 1 }]), responseOf),
    };
  },
  {
    read: { class: 'ItemResponse', statusCode: 404 },
    replace: { threw: { class: 'ErrorResponse', code: 404 } },
    delete: { threw: { class: 'ErrorResponse', code: 404, bodyCode: 'NotFound' } },
    patch: { threw: { code: 404 } },
  },
);

sameWithBoth(
  'an item of a container that is not there',
  async (stage) => {
    const container = stage.client().database('no').container('no');
    return {
      read: await outcome(() => container.item('1', 'ada').read(), responseOf),
      create: await outcome(() => container.items.create({ ...order }), responseOf),
      query: await outcome(() => container.items.query('SELECT * FROM c').fetchAll(), responseOfFeed),
      container: await outcome(() => container.read(), responseOf),
      database: await outcome(() => container.database.read(), responseOf),
    };
  },
  { create: { threw: { code: 404 } }, container: { threw: { code: 404 } } },
);

sameWithBoth(
  'an item that is there already',
  async (stage) => {
    const { items } = await shop(stage);
    await items.create({ ...order });
    return { again: await outcome(() => items.create({ ...order }), responseOf) };
  },
  { again: { threw: { class: 'ErrorResponse', name: 'Error', code: 409, bodyCode: 'Conflict' } } },
);

sameWithBoth(
  'conditions',
  async (stage) => {
    const { items, item } = await shop(stage);
    const { etag } = await items.create({ ...order });
    await item('1', 'ada').replace({ ...order, total: 12 });
    const stale = { accessCondition: { type: 'IfMatch', condition: etag } };
    const { etag: current } = await item('1', 'ada').read();
    const fresh = { accessCondition: { type: 'IfNoneMatch', condition: current } };
    return {
      replace: await outcome(() => item('1', 'ada').replace({ ...order }, stale), responseOf),
      delete: await outcome(() => item('1', 'ada').delete(stale), responseOf),
      patch: await outcome(() => item('1', 'ada').patch([{ op: 'set', path: '/a', value: 1 }], stale), responseOf),
      upsert: await outcome(() => items.upsert({ ...order }, stale), responseOf),
      notModified: await outcome(() => item('1', 'ada').read(fresh), responseOf),
      predicate: await outcome(
        () =>
          item('1', 'ada').patch({
            operations: [{ op: 'incr', path: '/total', value: 1 }],
            condition: 'FROM c WHERE c.total > 99',
          }),
        responseOf,
      ),
    };
  },
  {
    replace: { threw: { code: 412 } },
    delete: { threw: { code: 412, bodyCode: 'PreconditionFailed' } },
    patch: { threw: { code: 412 } },
    upsert: { threw: { code: 412 } },
    notModified: { statusCode: 304, resource: null },
    predicate: { threw: { code: 412 } },
  },
);

sameWithBoth(
  'requests that the service refuses',
  async (stage) => {
    const { items, item } = await shop(stage);
    await items.create({ ...order });
    const circular: Record<string, unknown> = { id: 'circular', customer: 'ada' };
    circular.self = circular;
    const large = { id: 'large', customer: 'ada', text: 'x'.repeat(2_200_000) };
    return {
      large: await outcome(() => items.create(large), responseOf),
      otherKey: await outcome(() => item('1', 'ada').replace({ ...order, customer: 'bob' }), responseOf),
      otherId: await outcome(() => item('1', 'ada').replace({ ...order, id: '2' }), responseOf),
      patchNowhere: await outcome(
        () => item('1', 'ada').patch([{ op: 'replace', path: '/no/such', value: 1 }]),
        responseOf,
      ),
      patchOfId: await outcome(() => item('1', 'ada').patch([{ op: 'set', path: '/id', value: '2' }]), responseOf),
      patchOfKey: await outcome(
        () => item('1', 'ada').patch([{ op: 'set', path: '/customer', value: 'bob' }]),
        responseOf,
      ),
      elevenPatches: await outcome(
        () =>
          item('1', 'ada').patch(Array.from({ length: 11 }, () => ({ op: 'incr' as const, path: '/total', value: 1 }))),
        responseOf,
      ),
      circular: await outcome(() => items.create(circular), responseOf),
      bigInt: await outcome(() => item('1', 'ada').replace({ ...order, total: 1n }), responseOf),
      minimal: await outcome(
        () => items.create({ id: '3', customer: 'ada' }, { contentResponseOnWriteEnabled: false }),
        responseOf,
      ),
    };
  },
  {
    large: { threw: { class: 'ErrorResponse', code: 413 } },
    patchNowhere: { threw: { code: 400 } },
    circular: { threw: { class: 'TypeError' } },
    bigInt: { threw: { class: 'TypeError' } },
    minimal: { threw: { class: 'ErrorResponse' } },
  },
);

sameWithBoth(
  'ids',
  async (stage) => {
    const { items, item } = await shop(stage);
    const withoutId: { id?: string; customer: string } = { customer: 'ada' };
    const generated = await items.create(withoutId);
    const odd = ['with space', 'ümläut', '100%', '%41', 'a:b@c', "quote'", 'semi;colon', '日本', ' leading'];
    const seen: Seen = {};
    for (const id of odd) {
      const created = await outcome(() => items.create({ id, customer: 'ada' }), responseOf);
      seen[id] = { created, read: await outcome(() => item(id, 'ada').read(), responseOf) };
    }
    const refused: Seen = {};
    for (const id of ['a'.repeat(1025)]) {
      refused[id.slice(0, 3)] = await outcome(() => items.create({ id, customer: 'ada' }), responseOf);
    }
    return {
      generated: {
        statusCode: generated.statusCode,
        length: generated.resource?.id.length,
        told: withoutId.id?.length,
      },
      ...seen,
      refused,
      none: await outcome(() => items.create({ customer: 'ada' }, { disableAutomaticIdGeneration: true }), responseOf),
    };
  },
  { generated: { statusCode: 201, length: 36, told: 36 }, none: { threw: { code: 400 } } },
);

sameWithBoth(
  'ids that nothing can have',
  async (stage) => {
    const container = await openShop(stage);
    const { database } = container;
    const seen: Seen = {};
    for (const id of ['', ' ', 'a/b', 'a\\b', 'a#b']) {
      seen[`item ${id}`] = await outcome(() => container.item(id, 'ada').read(), responseOf);
      seen[`delete ${id}`] = await outcome(() => container.item(id, 'ada').delete(), responseOf);
      seen[`container ${id}`] = await outcome(() => stage.client().database('shop').container(id).read(), responseOf);
      seen[`query ${id}`] = await outcome(() => stage.client().database(id).container('x').items.query(''), String);
      seen[`create ${id}`] = await outcome(() => stage.client().database(id).container('x').items.create({}), String);
    }
    return { ...seen, database: database.id, container: container.id, url: container.url };
  },
  { 'item ': { threw: { class: 'Error' } }, 'query a/b': { threw: { class: 'Error' } }, url: 'dbs/shop/colls/orders' },
);

sameWithBoth(
  'partition keys of an item',
  async (stage) => {
    const { items, item } = await shop(stage);
    const { PartitionKeyBuilder } = stage.module;
    await items.create({ id: 'text', customer: 'ada' });
    await items.create({ id: 'null', customer: null });
    await items.create({ id: 'none' });
    await items.create({ id: 'number', customer: 1.5 });
    await items.create({ id: 'true', customer: true });
    const reads: Seen = {};
    const read = async (name: string, ...at: Parameters<typeof item>): Promise<void> => {
      reads[name] = await outcome(
        () => item(...at).read(),
        (response) => response.statusCode,
      );
    };
    await read('text', 'text', 'ada');
    await read('array', 'text', ['ada']);
    await read('built', 'text', new PartitionKeyBuilder().addValue('ada').build());
    await read('null', 'null', null);
    await read('builtNull', 'null', new PartitionKeyBuilder().addNullValue().build());
    await read('none', 'none', {});
    await read('absent', 'none');
    await read('undefined', 'none', undefined);
    await read('builtNone', 'none', new PartitionKeyBuilder().addNoneValue().build());
    await read('number', 'number', 1.5);
    await read('true', 'true', true);
    await read('other', 'text', 'bob');
    await read('tooMany', 'text', ['ada', 'x']);
    return { ...reads, notGiven: responseOf(await item('text').read()) };
  },
  {
    text: 200,
    array: 200,
    built: 200,
    null: 200,
    builtNull: 200,
    none: 200,
    absent: 200,
    undefined: 200,
    builtNone: 200,
    number: 200,
    true: 200,
    other: 404,
    notGiven: { statusCode: 404 },
  },
);

sameWithBoth(
  'hierarchical partition keys',
  async (stage) => {
    const container = await openShop(stage, {
      paths: ['/tenant', '/user'],
      kind: stage.module.PartitionKeyKind.MultiHash,
      version: stage.module.PartitionKeyDefinitionVersion.V2,
    });
    for (const [tenant, user] of [
      ['a', '1'],
      ['a', '2'],
      ['b', '1'],
    ]) {
      await container.items.create({ id: `${tenant}${user}`, tenant, user });
    }
    const query = { query: 'SELECT VALUE c.id FROM c ORDER BY c.id' };
    return {
      read: responseOf(await container.item('a1', ['a', '1']).read()),
      short: await outcome(() => container.item('a1', ['a']).read(), responseOf),
      complete: (await container.items.query(query, { partitionKey: ['a', '2'] }).fetchAll()).resources,
      prefix: (await container.items.query(query, { partitionKey: ['a'] }).fetchAll()).resources,
      definition: stable((await container.getPartitionKeyDefinition()).resource),
    };
  },
  { read: { statusCode: 200 }, complete: ['a2'], prefix: ['a1', 'a2'] },
);

async function shop(stage: Parameters<typeof openShop>[0]) {
  const container = await openShop(stage);
  return { items: container.items, item: container.item.bind(container) };
}

function responseOfFeed({ resources }: { readonly resources: unknown }): unknown {
  return resources;
}

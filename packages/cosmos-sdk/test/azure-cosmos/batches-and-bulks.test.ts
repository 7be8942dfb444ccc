import type { BulkOperationResult, OperationInput, OperationResponse } from '@azure/cosmos';
import { openShop } from './open-shop.ts';
import { errorOf, outcome, type Seen, stable } from './record.ts';
import { sameWithBoth } from './run-with-both.ts';

const all: OperationInput[] = [
  { operationType: 'Create', resourceBody: { id: 'new', customer: 'ada', total: 1 } },
  { operationType: 'Upsert', resourceBody: { id: 'old', customer: 'ada', total: 2 } },
  { operationType: 'Replace', id: 'old', resourceBody: { id: 'old', customer: 'ada', total: 3 } },
  { operationType: 'Patch', id: 'old', resourceBody: [{ op: 'incr', path: '/total', value: 4 }] },
  {
    operationType: 'Patch',
    id: 'old',
    resourceBody: { operations: [{ op: 'set', path: '/seen', value: true }], condition: 'FROM c WHERE c.total = 7' },
  },
  { operationType: 'Read', id: 'old' },
  { operationType: 'Delete', id: 'new' },
];

sameWithBoth(
  'a batch that is applied',
  async (stage) => {
    const { items } = await openShop(stage);
    await items.create({ id: 'old', customer: 'ada' });
    const response = await items.batch(structuredClone(all), 'ada');
    const minimal = await items.batch(
      [{ operationType: 'Create', resourceBody: { id: 'x', customer: 'ada' } }],
      'ada',
      { contentResponseOnWriteEnabled: false },
    );
    return {
      code: response.code,
      substatus: response.substatus,
      headers: typeof response.headers,
      results: resultsOf(response.result ?? []),
      minimal: resultsOf(minimal.result ?? []),
    };
  },
  {
    code: 200,
    results: [{ statusCode: 201 }, {}, {}, {}, {}, { resourceBody: { total: 7, seen: true } }, { statusCode: 204 }],
  },
);

sameWithBoth(
  'batches that are not applied',
  async (stage) => {
    const { items } = await openShop(stage);
    const { etag } = await items.create({ id: 'old', customer: 'ada' });
    await items.upsert({ id: 'old', customer: 'ada', v: 2 });
    const run = (operations: OperationInput[], key: string | undefined = 'ada'): Promise<unknown> =>
      outcome(
        () => items.batch(operations, key),
        ({ code, result }) => ({ code, results: resultsOf(result ?? []) }),
      );
    return {
      conflict: await run([
        { operationType: 'Create', resourceBody: { id: 'a', customer: 'ada' } },
        { operationType: 'Create', resourceBody: { id: 'old', customer: 'ada' } },
        { operationType: 'Delete', id: 'old' },
      ]),
      missing: await run([{ operationType: 'Read', id: 'no' }]),
      stale: await run([
        { operationType: 'Replace', id: 'old', resourceBody: { id: 'old', customer: 'ada' }, ifMatch: etag },
      ]),
      otherKey: await run([{ operationType: 'Create', resourceBody: { id: 'b', customer: 'bob' } }]),
      empty: await run([]),
      tooMany: await run(
        Array.from({ length: 101 }, (_, index) => ({
          operationType: 'Create' as const,
          resourceBody: { id: String(index), customer: 'ada' },
        })),
      ),
      noKey: await run([{ operationType: 'Create', resourceBody: { id: 'n' } }], undefined),
      left: (await items.query('SELECT VALUE c.id FROM c ORDER BY c.id').fetchAll()).resources,
    };
  },
  {
    conflict: { code: 207, results: [{ statusCode: 424 }, { statusCode: 409 }, { statusCode: 424 }] },
    missing: { code: 207, results: [{ statusCode: 404 }] },
    stale: { code: 207, results: [{ statusCode: 412 }] },
    empty: { threw: { class: 'Error' } },
    tooMany: { threw: { class: 'Error' } },
  },
);

const customers = ['ada', 'bob', 'cyd', 'dee'];

sameWithBoth(
  'items.bulk',
  async (stage) => {
    const { items } = await openShop(stage);
    await items.create({ id: '1', customer: 'ada' });
    const creates = customers.map(
      (customer): OperationInput => ({ operationType: 'Create', resourceBody: { id: `of ${customer}`, customer } }),
    );
    const mixed: OperationInput[] = [
      { operationType: 'Create', resourceBody: { id: '1', customer: 'ada' } },
      { operationType: 'Upsert', partitionKey: 'ada', resourceBody: { id: '2', customer: 'ada' } },
      { operationType: 'Read', partitionKey: 'ada', id: '1' },
      { operationType: 'Delete', partitionKey: 'ada', id: '1' },
      { operationType: 'Patch', partitionKey: 'ada', id: '2', resourceBody: [{ op: 'set', path: '/a', value: 1 }] },
      { operationType: 'Replace', partitionKey: 'ada', id: '9', resourceBody: { id: '9', customer: 'ada' } },
    ];
    return {
      creates: resultsOf(await items.bulk(structuredClone(creates))),
      stopped: resultsOf(await items.bulk(structuredClone(mixed), { continueOnError: false })),
      continued: resultsOf(await items.bulk(structuredClone(mixed), { continueOnError: true })),
      byDefault: resultsOf(await items.bulk(structuredClone(mixed))),
      tooMany: await outcome(
        () =>
          items.bulk(
            Array.from({ length: 101 }, (_, index) => ({
              operationType: 'Create' as const,
              resourceBody: { id: `m${index}`, customer: 'ada' },
            })),
          ),
        resultsOf,
      ),
    };
  },
  {
    creates: customers.map(() => ({ statusCode: 201 })),
    stopped: [{ statusCode: 409 }, { statusCode: 424 }, {}, {}, {}, { statusCode: 424 }],
    byDefault: [{ statusCode: 201 }, {}, {}, {}, {}, { statusCode: 404 }],
    continued: [
      { statusCode: 409 },
      { statusCode: 201 },
      { statusCode: 200 },
      { statusCode: 204 },
      { statusCode: 200 },
      { statusCode: 404 },
    ],
    tooMany: { threw: { class: 'Error' } },
  },
);

sameWithBoth(
  'items.executeBulkOperations',
  async (stage) => {
    const { items } = await openShop(stage);
    await items.create({ id: '1', customer: 'ada' });
    const operations: OperationInput[] = [
      ...Array.from({ length: 120 }, (_, index): OperationInput => {
        const customer = customers[index % 4] as string;
        return { operationType: 'Create', partitionKey: customer, resourceBody: { id: `n${index}`, customer } };
      }),
      { operationType: 'Create', partitionKey: 'ada', resourceBody: { id: '1', customer: 'ada' } },
      { operationType: 'Read', partitionKey: 'ada', id: '1' },
      { operationType: 'Read', partitionKey: 'ada', id: 'no' },
      { operationType: 'Create', partitionKey: 'ada', resourceBody: { customer: 'ada' } },
      { operationType: 'Upsert', resourceBody: { id: '5', customer: 'ada' } },
    ];
    const results = await items.executeBulkOperations(operations);
    const { resources } = await items.query('SELECT VALUE COUNT(1) FROM c').fetchAll();
    return {
      created: results.filter(({ response }) => response?.statusCode === 201).length,
      last: results.slice(118).map(bulkResultOf),
      count: resources[0],
    };
  },
  {
    created: 120,
    count: 121,
    last: [
      { statusCode: 201 },
      { statusCode: 201 },
      { error: { code: 409 } },
      { statusCode: 200 },
      { error: { code: 404 } },
      { error: { code: 500 } },
      { error: { code: 500 } },
    ],
  },
);

sameWithBoth(
  'bulk operations on one item',
  async (stage) => {
    const { items } = await openShop(stage);
    const raise: OperationInput = {
      operationType: 'Patch',
      partitionKey: 'ada',
      id: '1',
      resourceBody: [{ op: 'incr', path: '/total', value: 1 }],
    };
    const results = await items.executeBulkOperations([
      { operationType: 'Create', partitionKey: 'ada', resourceBody: { id: '1', customer: 'ada', total: 0 } },
      ...[1, 2, 3].map(() => structuredClone(raise)),
      { operationType: 'Read', partitionKey: 'ada', id: '1' },
      { operationType: 'Delete', partitionKey: 'ada', id: '1' },
    ]);
    return { results: results.map(bulkResultOf) };
  },
  {
    results: [
      { statusCode: 201 },
      ...[1, 2, 3].map((total) => ({ statusCode: 200, resourceBody: { total } })),
      { statusCode: 200, resourceBody: { total: 3 } },
      { statusCode: 204 },
    ],
  },
);

function resultsOf(results: readonly OperationResponse[]): unknown[] {
  return results.map(({ statusCode, eTag, resourceBody }) => ({
    statusCode,
    eTag: typeof eTag,
    resourceBody: stable(resourceBody),
  }));
}

function bulkResultOf({ operationInput, response, error }: BulkOperationResult): Seen {
  return {
    operationType: operationInput.operationType,
    statusCode: response?.statusCode,
    resourceBody: stable(response?.resourceBody),
    eTag: typeof response?.eTag,
    error: error && { code: errorOf(error).code },
  };
}

import type { BulkOperationResult, OperationInput, OperationResponse } from '@azure/cosmos';
import { openShop } from './open-shop.ts';
import { errorOf, outcome, type Seen, stable } from './record.ts';
import { sameWithBoth } from './run-with-both.ts';

const noWait = { 'x-ms-retry-after-ms': '1' };

const upserts = (count: number, customers = 7): OperationInput[] =>
  Array.from({ length: count }, (_, index) => {
    const customer = `c${index % customers}`;
    return {
      operationType: 'Upsert',
      partitionKey: customer,
      resourceBody: { id: `${index}`, customer, total: index },
    };
  });

sameWithBoth(
  'bulks over several partitions, with failures in between',
  async (stage) => {
    const { items } = await openShop(stage);
    await items.create({ id: '3', customer: 'c3', total: -1 });
    const creates = upserts(60).map((each) => ({ ...each, operationType: 'Create' }) as OperationInput);
    const extended = await items.executeBulkOperations(structuredClone(creates));
    const { etag } = await items.upsert({ id: 'e', customer: 'c1' });
    await items.upsert({ id: 'e', customer: 'c1', v: 2 });
    const mixed: OperationInput[] = [
      {
        operationType: 'Replace',
        partitionKey: 'c1',
        id: 'e',
        resourceBody: { id: 'e', customer: 'c1' },
        ifMatch: etag,
      },
      { operationType: 'Delete', partitionKey: 'c2', id: 'no' },
      { operationType: 'Replace', partitionKey: 'c4', id: '4', resourceBody: { id: 'other', customer: 'c4' } },
      { operationType: 'Create', partitionKey: 'c4', resourceBody: { id: 'k', customer: 'c5' } },
      {
        operationType: 'Patch',
        partitionKey: 'c6',
        id: '6',
        resourceBody: [{ op: 'replace', path: '/no/such', value: 1 }],
      },
      {
        operationType: 'Patch',
        partitionKey: 'c6',
        id: '6',
        resourceBody: { operations: [{ op: 'incr', path: '/total', value: 1 }], condition: 'FROM c WHERE c.total > 9' },
      },
      { operationType: 'Read', partitionKey: 'c5', id: '5' },
    ];
    return {
      extended: extended.map(bulkResultOf),
      mixed: (await items.executeBulkOperations(structuredClone(mixed))).map(bulkResultOf),
      legacy: resultsOf(await items.bulk(structuredClone(mixed))),
      minimal: (await items.executeBulkOperations(upserts(3), { contentResponseOnWriteEnabled: false })).map(
        bulkResultOf,
      ),
      count: (await items.query('SELECT VALUE COUNT(1) FROM c').fetchAll()).resources,
    };
  },
  {
    extended: Array.from({ length: 60 }, (_, index) =>
      index === 3 ? { error: { code: 409 } } : { statusCode: 201, resourceBody: { id: `${index}`, total: index } },
    ),
    mixed: [
      { error: { code: 412 } },
      { error: { code: 404 } },
      {},
      {},
      {},
      { error: { code: 412 } },
      { statusCode: 200 },
    ],
    legacy: [{ statusCode: 412 }, { statusCode: 404 }, {}, {}, {}, { statusCode: 412 }, { statusCode: 200 }],
    count: [61],
  },
  { partitionsPerContainer: 4 },
);

sameWithBoth(
  'bulks of a partition that is split',
  async (stage) => {
    const { items } = await openShop(stage);
    const before = await items.executeBulkOperations(upserts(20));
    await stage.account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '0' });
    const after = await items.executeBulkOperations(upserts(40));
    await stage.account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '1' });
    const legacy = await items.bulk(upserts(60));
    return {
      before: before.map(bulkResultOf),
      after: after.map(bulkResultOf),
      legacy: resultsOf(legacy),
      count: (await items.query('SELECT VALUE COUNT(1) FROM c').fetchAll()).resources,
    };
  },
  {
    before: Array.from({ length: 20 }, () => ({ statusCode: 201 })),
    after: Array.from({ length: 40 }, (_, index) => ({ statusCode: index < 20 ? 200 : 201 })),
    legacy: Array.from({ length: 60 }, (_, index) => ({ statusCode: index < 40 ? 200 : 201 })),
    count: [60],
  },
  { partitionsPerContainer: 1 },
);

sameWithBoth(
  'bulks of an account that throttles',
  async (stage) => {
    const { items } = await openShop(stage);
    await items.bulk(upserts(1));
    const throttle = (hitLimit?: number): void =>
      void stage.account.control.injectFault({
        when: { operationType: 'batch' },
        result: { kind: 'status', status: 429, subStatus: 3200, headers: noWait },
        ...(hitLimit === undefined ? {} : { hitLimit }),
      });
    throttle(3);
    const extended = await items.executeBulkOperations(upserts(10));
    throttle();
    const client = stage.client({ connectionPolicy: { retryOptions: { maxRetryAttemptCount: 0 } } });
    const impatient = client.database('shop').container('orders').items;
    return {
      extended: extended.map(bulkResultOf),
      givenUp: (await impatient.executeBulkOperations(upserts(3))).map(bulkResultOf),
      legacyGivenUp: await outcome(() => impatient.bulk(upserts(3)), resultsOf),
    };
  },
  {
    extended: Array.from({ length: 10 }, (_, index) => ({ statusCode: index === 0 ? 200 : 201 })),
    givenUp: Array.from({ length: 3 }, () => ({ error: { code: 429 } })),
    legacyGivenUp: { threw: { class: 'Error', cause: { code: 429 } } },
  },
);

for (const status of [403, 500, 503]) {
  sameWithBoth(
    `bulks that are answered with ${status}`,
    async (stage) => {
      const { items } = await openShop(stage);
      await items.bulk(upserts(1));
      stage.account.control.injectFault({ when: { operationType: 'batch' }, result: { kind: 'status', status } });
      return {
        extended: (await items.executeBulkOperations(upserts(3))).map(bulkResultOf),
        legacy: await outcome(() => items.bulk(upserts(3)), resultsOf),
      };
    },
    {
      extended: Array.from({ length: 3 }, () => ({ error: { code: status } })),
      legacy: { threw: { class: 'Error', cause: { class: 'ErrorResponse', code: status } } },
    },
  );
}

sameWithBoth(
  'bulks of items that are large',
  async (stage) => {
    const { items } = await openShop(stage);
    const large = (id: string, length: number): OperationInput => ({
      operationType: 'Upsert',
      partitionKey: 'ada',
      resourceBody: { id, customer: 'ada', text: 'x'.repeat(length) },
    });
    const options = { contentResponseOnWriteEnabled: false };
    const results = async (given: OperationInput[]): Promise<unknown> =>
      (await items.executeBulkOperations(given, options)).map(({ response, error }) => ({
        statusCode: response?.statusCode,
        error: error?.code,
      }));
    return {
      several: await results([large('1', 150_000), large('2', 150_000), large('3', 400_000)]),
      legacy: resultsOf(
        await items.bulk(
          Array.from({ length: 120 }, (_, index) => large(`l${index}`, 4_000)),
          {},
          options,
        ),
      ).length,
      tooLarge: await results([large('4', 2_200_000)]),
    };
  },
  { several: [{ statusCode: 201 }, { statusCode: 201 }, { statusCode: 201 }], legacy: 120, tooLarge: [{ error: 413 }] },
);

sameWithBoth(
  'bulks on nothing, with nothing, and with keys that do not fit',
  async (stage) => {
    const { items } = await openShop(stage);
    const nowhere = stage.client().database('shop').container('no').items;
    const none = (await items.executeBulkOperations([])).map(bulkResultOf);
    const odd: OperationInput[] = [
      { operationType: 'Create', partitionKey: null, resourceBody: { id: '1', customer: null } },
      { operationType: 'Create', partitionKey: {}, resourceBody: { id: '2' } },
      { operationType: 'Create', partitionKey: true, resourceBody: { id: '3', customer: true } },
      { operationType: 'Create', partitionKey: 1.5, resourceBody: { id: '4', customer: 1.5 } },
    ];
    return {
      none,
      legacyNone: resultsOf(await items.bulk([])),
      odd: (await items.executeBulkOperations(odd)).map(bulkResultOf),
      generated: resultsOf(await items.bulk([{ operationType: 'Create', resourceBody: { customer: 'ada' } }])).length,
      legacyNowhere: await outcome(
        () => nowhere.bulk(upserts(1)).catch(({ code }) => ({ code })),
        (seen) => seen,
      ),
    };
  },
  {
    none: [],
    legacyNone: [],
    odd: [1, 2, 3, 4].map(() => ({ statusCode: 201 })),
    generated: 1,
    legacyNowhere: { code: 404 },
  },
);

sameWithBoth(
  'bulks of a session, and of a client that is disposed of meanwhile',
  async (stage) => {
    const { items } = await openShop(stage);
    const { headers } = await items.create({ id: '0', customer: 'c0' });
    const sessionToken = String(headers['x-ms-session-token']);
    const client = stage.client();
    const others = client.database('shop').container('orders').items;
    const underWay = others.executeBulkOperations(upserts(5), { sessionToken });
    client.dispose();
    return {
      underWay: (await underWay).map(bulkResultOf),
      unreadable: await outcome(() => others.bulk(upserts(1), {}, { sessionToken: 'garbage' }), resultsOf),
    };
  },
  { underWay: [0, 1, 2, 3, 4].map((index) => ({ statusCode: index === 0 ? 200 : 201 })) },
);

sameWithBoth(
  'bulks that are aborted',
  async (stage) => {
    const { items } = await openShop(stage);
    await items.bulk(upserts(1));
    const run = async (signal: () => AbortSignal): Promise<Seen> => ({
      extended: await outcome(
        () => items.executeBulkOperations(upserts(2), { abortSignal: signal() }),
        (results) => results.map(bulkResultOf),
      ),
      legacy: await outcome(() => items.bulk(upserts(2), {}, { abortSignal: signal() }), resultsOf),
    });
    const before = await run(() => AbortSignal.abort());
    stage.account.control.injectFault({ when: { operationType: 'batch' }, result: { kind: 'timeout' } });
    const during = await run(() => {
      const controller = new AbortController();
      // Theirs waits a second before it sends what fills no request.
      setTimeout(() => controller.abort(), 1_100);
      return controller.signal;
    });
    return { before, during };
  },
  {
    before: { extended: [{ error: {} }, { error: {} }], legacy: { threw: { class: 'Error' } } },
    during: { extended: [{ error: {} }, { error: {} }], legacy: { threw: { class: 'Error' } } },
  },
);

sameWithBoth(
  'bulks that are not answered in time',
  async (stage) => {
    await (await openShop(stage)).items.bulk(upserts(1));
    const { items } = stage
      .client({ connectionPolicy: { requestTimeout: 150 } })
      .database('shop')
      .container('orders');
    await items.readAll().fetchAll();
    stage.account.control.injectFault({ when: { operationType: 'batch' }, result: { kind: 'timeout' } });
    return {
      extended: (await items.executeBulkOperations(upserts(2))).map(bulkResultOf),
      legacy: await outcome(() => items.bulk(upserts(2)), resultsOf),
    };
  },
  {
    extended: [{ error: { code: 'TimeoutError' } }, { error: { code: 'TimeoutError' } }],
    legacy: { threw: { class: 'Error' } },
  },
);

function resultsOf(results: readonly OperationResponse[]): Seen[] {
  return results.map(({ statusCode, eTag, resourceBody, requestCharge }) => ({
    statusCode,
    eTag: typeof eTag,
    resourceBody: stable(resourceBody),
    requestCharge: typeof requestCharge,
  }));
}

function bulkResultOf({ operationInput, response, error }: BulkOperationResult): Seen {
  return {
    operationInput: operationInput.operationType,
    statusCode: response?.statusCode,
    resourceBody: stable(response?.resourceBody),
    eTag: typeof response?.eTag,
    charged: (response?.requestCharge ?? 0) > 0,
    activityId: typeof response?.activityId,
    sessionToken: typeof response?.sessionToken,
    headers: typeof response?.headers,
    error: error && { code: errorOf(error).code, substatus: error.substatus, activityId: typeof error.activityId },
  };
}

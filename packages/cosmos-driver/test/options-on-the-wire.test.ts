import { describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { operationOptionFields } from '../src/options/operation-option-fields.ts';
import type { OperationOptions } from '../src/options/operation-options.ts';
import { resolveOperationOptions } from '../src/options/resolve-operation-options.ts';
import { buildRequest } from '../src/request/build-request.ts';
import { requestTarget } from '../src/request/request-target.ts';
import { createOrder, orders, readOrder } from './fakes/fake-account.ts';
import { regionsAccount } from './fakes/regions-account.ts';

function headersOf(operation: CosmosOperation, options: OperationOptions): Readonly<Record<string, string>> {
  return buildRequest({
    operation,
    target: requestTarget(operation),
    endpointUrl: 'https://east',
    options: resolveOperationOptions([options]),
    identity: { clientId: 'client', userAgent: 'agent' },
    activityId: 'activity',
    date: 'today',
    sessionToken: undefined,
    multiWrite: false,
    hubRegionOnly: false,
  }).headers;
}

const query = CosmosOperation.queryItems(orders, 'SELECT * FROM c');
const plan = CosmosOperation.queryPlan(orders, 'SELECT * FROM c');
const changes = CosmosOperation.changeFeed(orders);
const operations = { query, read: readOrder, changes, create: createOrder, plan } as const;
type Kind = keyof typeof operations;

/** What an option adds to which requests, or takes away from them; of those it leaves alone nothing is said. */
const onTheWire: Readonly<
  Record<string, readonly [OperationOptions, Partial<Record<Kind, Record<string, string | undefined>>>]>
> = {
  readConsistencyStrategy: [
    { readConsistencyStrategy: 'LatestCommitted' },
    Object.fromEntries(
      (['query', 'read', 'changes', 'plan'] as const).map((kind) => [
        kind,
        { 'x-ms-cosmos-read-consistency-strategy': 'LatestCommitted' },
      ]),
    ),
  ],
  contentResponseOnWrite: [{ contentResponseOnWrite: true }, { create: { prefer: undefined } }],
  throughputControl: [
    { throughputControl: { throughputBucket: 3, priorityLevel: 'Low' } },
    Object.fromEntries(
      (['query', 'read', 'changes', 'create', 'plan'] as const).map((kind) => [
        kind,
        { 'x-ms-cosmos-throughput-bucket': '3', 'x-ms-cosmos-priority-level': 'Low' },
      ]),
    ),
  ],
  queryMetrics: [{ queryMetrics: true }, { query: { 'x-ms-documentdb-populatequerymetrics': 'true' } }],
  indexMetrics: [{ indexMetrics: true }, { query: { 'x-ms-cosmos-populateindexmetrics': 'true' } }],
  continuationTokenLimitInKb: [
    { continuationTokenLimitInKb: 4 },
    { query: { 'x-ms-documentdb-responsecontinuationtokenlimitinkb': '4' } },
  ],
  integratedCache: [
    { integratedCache: { maxStalenessMs: 0, bypassed: true } },
    Object.fromEntries(
      (['query', 'read', 'changes'] as const).map((kind) => [
        kind,
        { 'x-ms-dedicatedgateway-max-age': '0', 'x-ms-dedicatedgateway-bypass-cache': 'true' },
      ]),
    ),
  ],
  customHeaders: [
    { customHeaders: { 'X-Team': 'blue' } },
    Object.fromEntries(
      (['query', 'read', 'changes', 'create', 'plan'] as const).map((kind) => [kind, { 'x-team': 'blue' }]),
    ),
  ],
};

/** Options about what the driver does with requests and answers. */
const notOnTheWire = [
  'excludedRegions',
  'endToEndTimeoutMs',
  'maxFailoverRetryCount',
  'maxSessionRetryCount',
  'sessionCapturingDisabled',
  'throttlingRetry',
  'retryAmbiguousWrites',
  'maxConcurrency',
  'maxBufferedItems',
  'availabilityStrategy',
  'hedgingEnabled',
  'maxPageBytes',
];

describe('operation options', () => {
  it('are on the wire, or are known not to be', () => {
    expect(Object.keys(operationOptionFields).sort()).toEqual([...Object.keys(onTheWire), ...notOnTheWire].sort());
  });

  it.each(Object.entries(onTheWire))('%s is on the requests it is about, and on no other', (_, [options, changes]) => {
    for (const [kind, operation] of Object.entries(operations)) {
      expect(headersOf(operation, options)).toEqual({ ...headersOf(operation, {}), ...changes[kind as Kind] });
    }
  });

  it('leave cache and metrics to the service where they say nothing', () => {
    const off = { queryMetrics: false, indexMetrics: false, integratedCache: { bypassed: false } };
    expect(headersOf(query, off)).toEqual(headersOf(query, {}));
  });
});

describe('the metrics of a query', () => {
  it('are in the headers of its pages', async () => {
    const { driver, orders: shop, create, close } = await regionsAccount();
    await driver.executeOperation(create);
    const asked = CosmosOperation.queryItems(shop, "SELECT * FROM c WHERE c.customer = 'ada'");
    const { headers } = await driver.executeOperation(asked, { queryMetrics: true, indexMetrics: true });
    expect(headers.queryMetrics).toMatch(/retrievedDocumentCount=1/);
    expect(JSON.parse(String(headers.indexMetrics))).toHaveProperty('UtilizedSingleIndexes');
    const plain = await driver.executeOperation(asked);
    expect([plain.headers.queryMetrics, plain.headers.indexMetrics]).toEqual([undefined, undefined]);
    await close();
  });
});

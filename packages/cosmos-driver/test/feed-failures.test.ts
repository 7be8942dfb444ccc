import { describe, expect, it } from '@jest/globals';
import type { CosmosDriver } from '../src/driver.ts';
import { type CosmosError, isCosmosError } from '../src/errors/cosmos-error.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import type { ExecuteOptions } from '../src/options/operation-options.ts';
import { type FeedScript, planDocument, rangeDocument, scripted, scriptedFeeds } from './fakes/feed-script.ts';

const charged = (charge: number, body: object) => ({ headers: { 'x-ms-request-charge': String(charge) }, body });
const distinct = planDocument({ distinctType: 'Unordered', rewrittenQuery: 'SELECT DISTINCT VALUE c.id FROM c' });

/** What a feed fails with, whose plan costs 1, ranges 2, and pages 4 each. */
async function failureOf(operation: CosmosOperation, script: FeedScript, options?: ExecuteOptions) {
  const { driver } = await scriptedFeeds({
    ranges: (request) =>
      request.headers['if-none-match'] === undefined
        ? charged(2, { PartitionKeyRanges: [rangeDocument('0', '', '20'), rangeDocument('1', '20', 'FF')] })
        : { status: 304 },
    plan: () => ({ ...distinct, headers: { 'x-ms-request-charge': '1' } }),
    ...script,
  });
  return failure(driver, operation, { maxConcurrency: 1, ...options });
}

async function failure(driver: CosmosDriver, operation: CosmosOperation, options: ExecuteOptions) {
  try {
    for await (const _ of driver.pages(operation, options));
  } catch (error) {
    if (isCosmosError(error)) return error;
  }
  throw new Error('It has not failed.');
}

const told = ({ diagnostics }: CosmosError) => [
  diagnostics.operationName,
  diagnostics.totalRequestCharge,
  diagnostics.requests.map(({ status }) => status),
];

const ids = (...all: number[]) => ({ Documents: all.map(String) });
const query = CosmosOperation.queryItems(scripted, 'SELECT DISTINCT VALUE c.id FROM c');

describe('a feed that fails tells of every request it was made of', () => {
  it('when it would have to hold too much', async () => {
    const page = (_: unknown, count: number) => charged(4, ids(2 * count, 2 * count + 1));
    const error = await failureOf(query, { page }, { maxBufferedItems: 1 });
    expect(error.code).toBe('buffer-exceeded');
    expect(told(error)).toEqual(['query_items', 7, [200, 200, 200]]);
    expect(error.diagnostics.activityId).not.toBe('');
  });

  it('when a partition fails after another has answered', async () => {
    const counted = planDocument({ aggregates: ['Count'], rewrittenQuery: 'SELECT VALUE [{"item": COUNT(1)}] FROM c' });
    const page = (_: unknown, count: number) =>
      count === 1 ? charged(4, { Documents: [[{ item: 3 }]] }) : { status: 400 };
    const error = await failureOf(query, { page, plan: () => counted });
    expect(error.code).toBe('bad-request');
    expect(told(error)).toEqual(['query_items', 6, [200, 200, 200, 400]]);
    expect(error.response?.diagnostics).toBe(error.diagnostics);
  });

  it('when it would go to too many partitions', async () => {
    const bounds = Array.from({ length: 101 }, (_, index) => (index === 0 ? '' : index.toString(16).padStart(4, '0')));
    const ranges = () =>
      charged(2, {
        PartitionKeyRanges: bounds.map((min, index) => rangeDocument(String(index), min, bounds[index + 1] ?? 'FF')),
      });
    const error = await failureOf(query, { ranges });
    expect(error.code).toBe('unsupported-query');
    expect(told(error).slice(0, 2)).toEqual(['query_items', 3]);
  });

  it('when its rows cannot be put in order', async () => {
    const ordered = planDocument({
      orderBy: ['Ascending'],
      orderByExpressions: ['c.tags'],
      rewrittenQuery: 'SELECT c._rid, [{"item": c.tags}] AS orderByItems, c AS payload FROM c',
    });
    const row = { _rid: 'kX0wAJ8vXx0BAAAAAAAAAA==', orderByItems: [{ item: [1] }], payload: {} };
    const error = await failureOf(query, { plan: () => ordered, page: () => charged(4, { Documents: [row] }) });
    expect(error.code).toBe('unsupported-query');
    // Both partitions have answered when the first row is looked at.
    expect(told(error).slice(0, 2)).toEqual(['query_items', 10]);
  });

  it('when a partition of a change feed fails after another had nothing new', async () => {
    const page = (_: unknown, count: number) =>
      count === 1 ? { status: 304, headers: { etag: '"1"', 'x-ms-request-charge': '4' } } : { status: 400 };
    const changes = CosmosOperation.changeFeed(scripted, { startFrom: 'beginning' });
    const error = await failureOf(changes, { page });
    expect(told(error)).toEqual(['query_change_feed', 6, [200, 304, 400]]);
  });

  it('once, when its plan is of no use', async () => {
    const hybrid = planDocument({}, { hybridSearchQueryInfo: {} });
    for (const plan of [hybrid, { body: { queryInfo: 7 } }]) {
      const error = await failureOf(query, { plan: () => ({ ...plan, headers: { 'x-ms-request-charge': '1' } }) });
      expect(told(error)).toEqual(['query_items', 1, [200]]);
    }
  });
});

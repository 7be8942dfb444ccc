import { describe, expect, it } from '@jest/globals';
import { orders } from '../../test/fakes/fake-account.ts';
import { ContainerReference } from '../operation/container-reference.ts';
import { ItemReference } from '../operation/item-reference.ts';
import type { PartitionKeyInput } from '../operation/partition-key.ts';
import { orderItems } from './order-items.ts';
import { planReadMany, type ReadManyStep } from './plan-read-many.ts';
import { readManyQuery } from './read-many-query.ts';

const item = (key: PartitionKeyInput, id: string): ItemReference => ItemReference.from(orders, key, id);
const partitioned = (...paths: string[]): ContainerReference =>
  new ContainerReference(orders.database, 'c', {
    rid: orders.rid,
    partitionKey: { paths, kind: paths.length > 1 ? 'MultiHash' : 'Hash', version: 2 },
  });

function brief(steps: readonly ReadManyStep[]): string[] {
  return steps.map((step) =>
    step.kind === 'read' ? `read ${step.item.id}` : `query ${step.range}: ${step.items.map(({ id }) => id).join(' ')}`,
  );
}

describe('planReadMany', () => {
  /** Effective keys: ada 0A…, grace 2E…, linus 15…. */
  const halves = (key: string): string => (key < '20' ? 'low' : 'high');

  it('queries each partition key range once, and reads what is alone in one', () => {
    const asked = [item('ada', '1'), item('grace', '2'), item('ada', '3'), item('ada', '1')];
    expect(brief(planReadMany(asked, () => 'all'))).toEqual(['query all: 1 2 3']);
    expect(brief(planReadMany(asked, (key) => key))).toEqual([expect.stringMatching(/^query .*: 1 3$/), 'read 2']);
    expect(brief(planReadMany([], halves))).toEqual([]);
  });

  it('asks for a hundred items at a time', () => {
    const many = Array.from({ length: 201 }, (_, index) => item('ada', `${index}`));
    const sizes = planReadMany(many, () => 'all').map((step) => (step.kind === 'read' ? 1 : step.items.length));
    expect(sizes).toEqual([100, 100, 1]);
  });

  it('takes keys apart that only look alike', () => {
    const asked = [item('1', 'a'), item(1, 'a'), item(null, 'a'), item([undefined], 'a'), item(true, 'a')];
    expect(brief(planReadMany(asked, () => 'all'))).toEqual(['query all: a a a a a']);
  });
});

describe('readManyQuery', () => {
  it('asks by partition key and id, with parameters only', () => {
    const evil = '" OR true --';
    expect(readManyQuery([item('ada', '1'), item(evil, evil)], orders.partitionKey)).toEqual({
      query: 'SELECT * FROM c WHERE (c.id = @p1 AND c["customer"] = @p0) OR (c.id = @p3 AND c["customer"] = @p2)',
      parameters: [
        { name: '@p0', value: 'ada' },
        { name: '@p1', value: '1' },
        { name: '@p2', value: evil },
        { name: '@p3', value: evil },
      ],
    });
  });

  it('asks by id alone where the id is the partition key', () => {
    const container = partitioned('/id');
    const asked = ['1', '2'].map((id) => ItemReference.from(container, id, id));
    expect(readManyQuery(asked, container.partitionKey).query).toBe('SELECT * FROM c WHERE c.id IN (@p0, @p1)');
  });

  it('asks for absent properties, and along paths of odd names', () => {
    const container = partitioned('/a/"b c"', '/"d\\"e"');
    const asked = [ItemReference.from(container, [undefined, null], '1')];
    expect(readManyQuery(asked, container.partitionKey)).toEqual({
      query: 'SELECT * FROM c WHERE (c.id = @p1 AND NOT IS_PRIMITIVE(c["a"]["b c"]) AND c["d\\"e"] = @p0)',
      parameters: [
        { name: '@p0', value: null },
        { name: '@p1', value: '1' },
      ],
    });
  });
});

describe('orderItems', () => {
  it('is the order asked for, twice what was asked for twice, without what is missing', () => {
    const asked = [item('ada', '2'), item('ada', '1'), item('grace', '1'), item('ada', '2'), item('none', '9')];
    const [one, two, grace] = [
      { id: '1', customer: 'ada' },
      { id: '2', customer: 'ada' },
      { id: '1', customer: 'grace' },
    ];
    expect(orderItems(asked, [grace, one, two], orders.partitionKey)).toEqual([two, one, grace, two]);
  });

  it('knows items without a key from those whose key is null', () => {
    const [without, withNull, withObject] = [{ id: '1' }, { id: '2', customer: null }, { id: '3', customer: {} }];
    const asked = [item([undefined], '1'), item(null, '2'), item(null, '1'), item([undefined], '3')];
    expect(orderItems(asked, [without, withNull, withObject, 7, null], orders.partitionKey)).toEqual([
      without,
      withNull,
      withObject,
    ]);
  });
});

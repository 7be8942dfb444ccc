import { describe, expect, it } from '@jest/globals';
import { runSql } from '../../test/support/run-sql.ts';
import { readComputedProperty } from './computed-property.ts';
import { noPolicies, type QueryPolicies } from './query-policies.ts';

function computed(properties: Readonly<Record<string, string>>): QueryPolicies {
  const entries = Object.entries(properties).map(([name, query]) => {
    const reading = readComputedProperty(query);
    if (reading.kind === 'problem') throw new Error(reading.message);
    return [name, reading.property] as const;
  });
  return { ...noPolicies, computedProperties: new Map(entries) };
}

describe('a computed property', () => {
  const items = [
    { id: '1', name: 'Bob', price: 10, tags: ['x'] },
    { id: '2', name: 'ANN', price: 3, lower: 'stored' },
    { id: '3' },
  ];
  const policies = computed({
    lower: 'SELECT VALUE LOWER(root.name) FROM root',
    twice: 'SELECT VALUE c.price * 2 FROM c',
    chained: 'SELECT VALUE c.twice FROM c',
  });
  const run = (text: string) => runSql(text, items, {}, policies);

  it.each<[string, readonly unknown[]]>([
    ['SELECT VALUE c.lower FROM c', ['bob', 'ann']],
    [
      'SELECT c.lower AS l, c.twice FROM c WHERE c.twice > 5',
      [
        { l: 'bob', twice: 20 },
        { l: 'ann', twice: 6 },
      ],
    ],
    ["SELECT VALUE c.id FROM c WHERE c.lower = 'ann'", ['2']],
    ["SELECT VALUE p['id'] FROM p WHERE p['lower'] = 'ann'", ['2']],
    ['SELECT VALUE c.id FROM c ORDER BY c.lower DESC', ['1', '2', '3']],
    [
      'SELECT c.lower, COUNT(1) AS n FROM c GROUP BY c.lower',
      [{ lower: 'bob', n: 1 }, { lower: 'ann', n: 1 }, { n: 1 }],
    ],
    ['SELECT VALUE [t, c.lower] FROM c JOIN t IN c.tags', [['x', 'bob']]],
    ['SELECT VALUE (SELECT VALUE c.twice) FROM c', [20, 6]],
  ])('is there by name: %s', (text, expected) => {
    expect(run(text)).toEqual(expected);
  });

  it('is left out of whole items, where a stored property of its name stays', () => {
    expect(run('SELECT * FROM c')).toEqual(items);
    expect(run('SELECT VALUE c FROM c')).toEqual(items);
  });

  it('belongs to whole items alone, not to what lies in them or to other computed properties', () => {
    expect(run('SELECT VALUE x.lower FROM (SELECT VALUE {lower: 1}) x')).toEqual([1, 1, 1]);
    expect(runSql('SELECT VALUE c.o.lower FROM c', [{ o: { lower: 1 } }], {}, policies)).toEqual([1]);
    expect(run('SELECT VALUE c.chained FROM c')).toEqual([]);
  });
});

describe('a vector policy', () => {
  const policies = (dataType: 'float32' | 'float16' | 'int8' | 'uint8' = 'float32'): QueryPolicies => ({
    ...noPolicies,
    vectorEmbeddings: new Map([['/v', { distanceFunction: 'euclidean', dataType, dimensions: 2 }]]),
  });
  const items = [{ id: 'far', v: [30, 40] }, { id: 'near', v: [0.1, 0] }, { id: 'flat', v: [3] }, { id: 'none' }];

  it('gives the distance function, which the call may override', () => {
    const text = 'SELECT VALUE VectorDistance(c.v, [0, 0]) FROM c WHERE c.id = "far"';
    expect(runSql(text, items, {}, policies())).toEqual([50]);
    expect(runSql(text.replace('c.v, [0, 0]', '[0, 0], c.v'), items, {}, policies())).toEqual([50]);
    const other = text.replace('[0, 0])', "[1, 0], false, {distanceFunction: 'dotproduct'})");
    expect(runSql(other, items, {}, policies())).toEqual([30]);
  });

  it('decides which end of an order is the most similar', () => {
    const text = 'SELECT TOP 2 VALUE c.id FROM c WHERE IS_DEFINED(c.v[1]) ORDER BY VectorDistance(c.v, [0.2, 0])';
    expect(runSql(text, items, {}, policies())).toEqual(['near', 'far']);
    const other = text.replace('[0.2, 0])', "[0.2, 0], true, {distanceFunction: 'DotProduct'})");
    expect(runSql(other, items, {}, policies())).toEqual(['far', 'near']);
  });

  it('leaves vectors of other dimensions undefined', () => {
    const text = 'SELECT VALUE IS_DEFINED(VectorDistance(c.v, [0, 0])) FROM c';
    expect(runSql(text, items, {}, policies())).toEqual([true, true, false, false]);
    expect(runSql('SELECT VALUE IS_DEFINED(VectorDistance(c.v, [0])) FROM c', items, {}, policies())).toEqual(
      items.map(() => false),
    );
  });

  it('rounds elements as its type does, and leaves those undefined that it cannot hold', () => {
    const text = 'SELECT VALUE VectorDistance(c.v, [0, 0]) FROM c WHERE c.id = "near"';
    expect(runSql(text, items, {}, policies('float32'))).toEqual([Math.fround(0.1)]);
    expect(runSql(text, items, {}, policies('float16'))).toEqual([0.0999755859375]);
    expect(runSql(text, items, {}, policies('int8'))).toEqual([]);
    expect(runSql(text.replace('near', 'far'), items, {}, policies('uint8'))).toEqual([50]);
    const wide = [{ v: [200, 0] }];
    expect(runSql('SELECT VALUE VectorDistance(c.v, [0, 0]) FROM c', wide, {}, policies('uint8'))).toEqual([200]);
    expect(runSql('SELECT VALUE VectorDistance(c.v, [0, 0]) FROM c', wide, {}, policies('int8'))).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import oracle from '@zeit/cosmosdb-query';
import fc from 'fast-check';
import { runSql } from './support/run-sql.ts';

/** An engine by other hands. It is right about conditions, joins and most scalars; what it is wrong about is left out. */
const theirs = (query: string, items: readonly object[]): readonly unknown[] =>
  oracle.default(query).exec([...items]).result;

const items = [
  { id: '1', a: 1, b: 'x', s: 'Straße', tags: [{ n: 't1' }, { n: 't2' }], o: { p: 1 } },
  { id: '2', a: 2, b: 'y', tags: [] },
  { id: '3', b: null, a: 's', f: true, list: [3, 1, 2] },
  { id: '4', a: true, f: false, o: { p: 'q' } },
];

describe('another engine of the query language agrees', () => {
  it.each([
    'SELECT c.a, t.n FROM c JOIN t IN c.tags',
    "SELECT VALUE t FROM c JOIN t IN c.tags WHERE t.n = 't2'",
    'SELECT c.id, ARRAY(SELECT VALUE t.n FROM t IN c.tags) AS ns FROM c',
    'SELECT VALUE EXISTS(SELECT VALUE t FROM t IN c.tags) FROM c',
    "SELECT s.n FROM c JOIN (SELECT VALUE t FROM t IN c.tags WHERE t.n = 't1') s",
    'SELECT VALUE (SELECT VALUE COUNT(1) FROM t IN c.tags) FROM c',
    'SELECT {a: c.a, z: c.zz} AS o, [c.a, c.zz] AS l FROM c',
    'SELECT c.a + 1, c.b FROM c',
    'SELECT * FROM c.o',
    'SELECT * FROM x IN c.tags',
    'SELECT VALUE SUM(c.a) FROM c',
    'SELECT VALUE SUM(c.missing) FROM c',
    'SELECT VALUE COUNT(c.b) FROM c',
    'SELECT COUNT(1) AS n, MAX(c.b) FROM c WHERE IS_STRING(c.b)',
    'SELECT VALUE c.id FROM c WHERE IS_NUMBER(c.a) ORDER BY c.a DESC',
    'SELECT VALUE SUBSTRING(c.s, 1, 3) FROM c',
    'SELECT VALUE ARRAY_SLICE(c.list, -2) FROM c',
    'SELECT VALUE ARRAY_CONTAINS(c.tags, {n: "t1"}) FROM c',
    'SELECT VALUE ToString(c.o) FROM c',
    'SELECT VALUE CONCAT(c.b, "-", c.id) FROM c',
    'SELECT VALUE IS_PRIMITIVE(c.tags) FROM c',
  ])('%s', (query) => {
    expect(runSql(query, items)).toEqual(theirs(query, items));
  });

  const operand = fc.constantFrom('c.a', 'c.b', 'c.f', 'c.zz', 'c.o.p', '1', '2', "'x'", 'true', 'false', 'null');
  // A list with an undefined candidate it takes for one without.
  const constant = fc.constantFrom('1', '2', "'x'", 'true', 'null');
  const comparison = fc
    .tuple(operand, fc.constantFrom('=', '!=', '<', '<=', '>', '>='), operand)
    .map(([left, operator, right]) => `${left} ${operator} ${right}`);
  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 2 },
      comparison,
      operand,
      fc
        .tuple(operand, fc.array(constant, { minLength: 1, maxLength: 3 }))
        .map(([a, b]) => `(IS_DEFINED(${a}) AND ${a} IN (${b}))`),
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} AND ${b})`),
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} OR ${b})`),
      tie('condition').map((a) => `(NOT ${a.startsWith('(') ? a : `(${a})`})`),
    ),
  }));

  it('on conditions of every shape', () => {
    fc.assert(
      fc.property(condition, (each) => {
        const query = `SELECT VALUE c.id FROM c WHERE ${each}`;
        expect(runSql(query, items)).toEqual(theirs(query, items));
      }),
      { numRuns: 100 },
    );
  });
});

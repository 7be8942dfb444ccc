import { describe, expect, it } from '@jest/globals';
import { runSql } from '../../test/support/run-sql.ts';

const items = [
  { id: '1', kind: 'a', size: 3, tags: ['x', 'y'], o: { p: 1 } },
  { id: '2', kind: 'b', size: 1, tags: [] },
  { id: '3', kind: 'a', size: 2, tags: ['x'] },
  { id: '4', kind: null, size: 'big' },
  { id: '5', size: 1 },
];

describe('compileQuery', () => {
  it.each<[string, unknown[]]>([
    ['SELECT * FROM c WHERE c.id = "1"', [items[0]]],
    ['SELECT * FROM c.o', [{ p: 1 }]],
    ['SELECT o.p FROM c.o', [{ p: 1 }]],
    ['SELECT VALUE t FROM t IN c.tags', ['x', 'y', 'x']],
    ['SELECT VALUE root.id FROM root WHERE root.size > 2', ['1']],
    ['SELECT VALUE x.id FROM c AS x WHERE x.size <= 1', ['2', '5']],
    ['SELECT VALUE x.id FROM c x WHERE x.size >= 3', ['1']],
    ['SELECT VALUE 1', [1]],
    ['SELECT c.id, c.size + 1, [c.kind] FROM c WHERE c.id = "1"', [{ id: '1', $1: 4, $2: ['a'] }]],
    ['SELECT c.id AS a, c["kind"] b, c.tags[0] FROM c WHERE c.id = "1"', [{ a: '1', b: 'a', $1: 'x' }]],
    ['SELECT c FROM c WHERE c.id = "5"', [{ c: items[4] }]],
    ['SELECT VALUE c.kind FROM c', ['a', 'b', 'a', null]],
    ['SELECT DISTINCT VALUE c.kind FROM c', ['a', 'b', null]],
    ['SELECT DISTINCT c.kind FROM c', [{ kind: 'a' }, { kind: 'b' }, { kind: null }, {}]],
    ['SELECT TOP 2 VALUE c.id FROM c', ['1', '2']],
    ['SELECT TOP @n VALUE c.id FROM c', ['1']],
    ['SELECT VALUE c.id FROM c OFFSET 3 LIMIT 9', ['4', '5']],
    [
      'SELECT c.id, t FROM c JOIN t IN c.tags',
      [
        { id: '1', t: 'x' },
        { id: '1', t: 'y' },
        { id: '3', t: 'x' },
      ],
    ],
    ['SELECT VALUE [t, u] FROM c JOIN t IN c.tags JOIN u IN c.tags WHERE t < u', [['x', 'y']]],
    ['SELECT VALUE n FROM c JOIN (SELECT VALUE COUNT(1) FROM t IN c.tags) AS n', [2, 0, 1, 0, 0]],
    ['SELECT VALUE c.id FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags WHERE t = "y")', ['1']],
    ['SELECT r.s FROM (SELECT c.size AS s FROM c WHERE c.size > 1) AS r', [{ s: 3 }, { s: 2 }]],
    ['SELECT VALUE c.id FROM c ORDER BY c.size', ['2', '5', '3', '1', '4']],
    ['SELECT VALUE c.id FROM c ORDER BY c.kind DESC, c.size ASC', ['2', '3', '1', '4', '5']],
    ['SELECT VALUE c.id FROM c ORDER BY c.size DESC OFFSET 1 LIMIT 2', ['1', '3']],
    ['SELECT VALUE COUNT(1) FROM c', [5]],
    ['SELECT VALUE COUNT(c.kind) FROM c', [4]],
    ['SELECT VALUE COUNT(1) FROM c WHERE false', [0]],
    ['SELECT VALUE COUNTIF(c.size = 1) FROM c', [2]],
    ['SELECT VALUE SUM(c.size) FROM c', []],
    ['SELECT VALUE SUM(c.size) FROM c WHERE IS_NUMBER(c.size)', [7]],
    ['SELECT VALUE AVG(c.size) FROM c WHERE IS_NUMBER(c.size)', [1.75]],
    ['SELECT VALUE AVG(c.nothing) FROM c', []],
    ['SELECT VALUE MIN(c.size) FROM c', [1]],
    ['SELECT VALUE MAX(c.size) FROM c', ['big']],
    ['SELECT VALUE MAX(c.tags) FROM c', []],
    ['SELECT VALUE MAKELIST(c.size) FROM c', [[3, 1, 2, 'big', 1]]],
    ['SELECT VALUE MAKESET(c.size) FROM c', [[3, 1, 2, 'big']]],
    ['SELECT COUNT(1) AS n, MIN(c.size) FROM c', [{ n: 5, $1: 1 }]],
    ['SELECT VALUE COUNT(1) + 1 FROM c', [6]],
    [
      'SELECT c.kind, COUNT(1) AS n FROM c GROUP BY c.kind',
      [{ kind: 'a', n: 2 }, { kind: 'b', n: 1 }, { kind: null, n: 1 }, { n: 1 }],
    ],
    ['SELECT VALUE c.kind FROM c GROUP BY c.kind', ['a', 'b', null]],
    ['SELECT VALUE SUM(c.size) FROM c WHERE c.size < 9 GROUP BY c.kind, IS_DEFINED(c.kind)', [5, 1, 1]],
    ['select value c.id from c where c.size = 3 -- a comment\n order by c.id', ['1']],
  ])('%s', (query, expected) => {
    expect(runSql(query, items, { '@n': 1 })).toEqual(expected);
  });

  it('orders undefined, null, booleans, numbers, texts, arrays, objects', () => {
    const values = [undefined, null, false, true, -1, 2, 'A', 'a', [], [1], {}, { a: 1 }];
    const shuffled = [...values.keys()]
      .sort((a, b) => ((a * 7) % 12) - ((b * 7) % 12))
      .map((v) => ({ v: values[v], at: v }));
    expect(runSql('SELECT VALUE c.at FROM c ORDER BY c.v', shuffled)).toEqual([...values.keys()]);
    expect(runSql('SELECT VALUE c.at FROM c ORDER BY c.v DESC', shuffled)).toEqual([...values.keys()].toReversed());
  });

  it('takes as many conditions as the service', () => {
    const conditions = Array.from({ length: 2000 }, (_, index) => `c.o.p = ${index}`).join(' OR ');
    expect(runSql(`SELECT VALUE c.id FROM c WHERE ${conditions}`, items)).toEqual(['1']);
    expect(runSql(`SELECT VALUE (${conditions}) FROM c WHERE c.id = '1'`, items)).toEqual([true]);
    expect(runSql(`SELECT VALUE c.id FROM c WHERE c.size IN (${[...Array(16_000).keys()]})`, items).length).toBe(4);
  });

  it.each([
    ['SELECT', "SC1001 Syntax error, incorrect syntax near ''."],
    ['SELECT * FORM c', "SC1001 Syntax error, incorrect syntax near 'FORM'."],
    ['SELECT * FROM c WHERE', 'SC1001'],
    ['SELECT * FROM c WHERE c.a ==', 'SC1001'],
    ["SELECT 'open", "SC1001 Syntax error, incorrect syntax near '''."],
    ['SELECT c.order FROM c', "near 'order'"],
    ['SELECT VALUE c.a FROM c LIMIT 1', "near 'LIMIT'"],
    ['SELECT TOP 1.5 * FROM c', "near '1.5'"],
    ['SELECT TOP @s * FROM c', 'SC2060'],
    ['SELECT *', 'SC2041'],
    ['SELECT * FROM c JOIN t IN c.tags', 'SC2040'],
    [`SELECT VALUE 1 FROM c${' JOIN t IN c.tags'.repeat(11)}`, 'more than 10 joins'],
    ['SELECT d.id FROM c', "SC2001 Identifier 'd' could not be resolved."],
    ['SELECT VALUE @missing FROM c', "SC2001 Identifier '@missing' could not be resolved."],
    ['SELECT VALUE NOPE(1) FROM c', "SC2005 'NOPE' is not a recognized built-in function name."],
    ['SELECT VALUE ABS() FROM c', 'SC2050'],
    ['SELECT * FROM c WHERE COUNT(1) > 1', 'SC2100'],
    ['SELECT VALUE udf.f(c) FROM c', 'user-defined functions'],
    ['SELECT * FROM c ORDER BY RANK FullTextScore(c.a, "x")', 'full-text ranking'],
    ['SELECT * FROM c WHERE FullTextContains(c.a, "x")', 'FULLTEXTCONTAINS'],
    [`SELECT VALUE ${'('.repeat(5000)}1${')'.repeat(5000)}`, 'SC1010'],
    [`SELECT VALUE ${'1 + '.repeat(5000)}1`, 'SC1010'],
    [`SELECT VALUE c${'.a'.repeat(5000)} FROM c`, 'SC1010'],
    [`SELECT VALUE ${'('.repeat(50)}c${`${'.a'.repeat(100)})`.repeat(50)} FROM c`, 'SC1010'],
    [`SELECT VALUE ${'-'.repeat(3)} ${'NOT '.repeat(5000)}1`, 'SC1001'],
    [`SELECT VALUE ${'NOT '.repeat(5000)}1`, 'SC1010'],
  ])('refuses %.60s', (query, message) => {
    expect(() => runSql(query, items, { '@s': 'x' })).toThrow(message);
  });
});

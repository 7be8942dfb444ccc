import { describe, expect, it } from '@jest/globals';
import { evaluateSql, runSql } from '../../test/support/run-sql.ts';

const item = { a: 1, s: 'x', t: true, f: false, n: null, list: [1, 2], o: { p: 'q', length: 3 } };

describe('expressions', () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3 - 4 / 2', 5],
    ['(1 + 2) * 3 % 4', 1],
    ['-c.a', -1],
    ['~5', -6],
    ['5 & 3 | 8', 9],
    ['6 ^ 3', 5],
    ['1 << 4 >> 1', 8],
    ['-1 >>> 31', 1],
    ['1 / 0', undefined],
    ["c.a + '1'", undefined],
    ["c.s || 'y' || 'z'", 'xyz'],
    ["c.a || 'y'", undefined],
    ["'it\\'s' || \"\\u0041\"", "it'sA"],
    ['0x1F', 31],
    ['.5e1', 5],
    ['c.a = 1', true],
    ["c.a = '1'", false],
    ["c.a != '1'", true],
    ["c.a < '1'", undefined],
    ['c.n = null', true],
    ['c.n != null', false],
    ['c.s <> null', true],
    ['c.missing = 1', undefined],
    ['c.missing != 1', undefined],
    ['c.list = [1, 2]', true],
    ["c.o = {length: 3, 'p': 'q'}", true],
    ['c.list < [1, 3]', undefined],
    ['c.f < c.t', true],
    ["'a' < 'b'", true],
    ['c.t AND c.missing', undefined],
    ['c.f AND c.missing', false],
    ['c.missing AND c.f', false],
    ['c.t OR c.missing', true],
    ['c.missing OR c.t', true],
    ['c.f OR c.missing', undefined],
    ['c.a AND c.t', undefined],
    ['NOT c.t', false],
    ['NOT c.missing', undefined],
    ['NOT c.a = 2', true],
    ['c.missing ?? c.s', 'x'],
    ["c.n ?? 'y'", null],
    ["c.t ? 'yes' : 'no'", 'yes'],
    ["c.missing ? 'yes' : 'no'", 'no'],
    ['c.f ? 1 : c.t ? 2 : 3', 2],
    ['c.a IN (1, 2)', true],
    ['c.a NOT IN (1, 2)', false],
    ['c.a IN (2, c.missing)', undefined],
    ['c.missing IN (1)', undefined],
    ['c.a BETWEEN 1 AND 2', true],
    ['c.a NOT BETWEEN 1 AND 2 AND c.t', false],
    ["c.s BETWEEN 'a' AND 'z'", true],
    ["'50%' LIKE '__!%' ESCAPE '!'", true],
    ["'abc' NOT LIKE 'b%'", true],
    ["1 LIKE '1'", undefined],
    ['c.list[1]', 2],
    ['c.list[9]', undefined],
    ["c['s']", 'x'],
    ["c.o['p']", 'q'],
    ['c.o.length', 3],
    ['c.list.length', undefined],
    ['c.s.length', undefined],
    ['c.toString', undefined],
    ['c.__proto__', undefined],
    ['c.o.p.q.r', undefined],
    ['c.list[c.a]', 2],
    ['{a: c.a, z: c.missing}', { a: 1 }],
    ['[c.a, c.missing, c.n]', [1, null]],
    ['undefined', undefined],
    ['(SELECT VALUE SUM(x) FROM x IN c.list)', 3],
    ['ARRAY(SELECT VALUE x * 2 FROM x IN c.list)', [2, 4]],
    ['EXISTS(SELECT VALUE x FROM x IN c.list WHERE x > 1)', true],
    ['EXISTS(SELECT VALUE x FROM x IN c.list WHERE x > c.list[1])', false],
  ])('%s', (expression, expected) => {
    expect(evaluateSql(expression, item)).toEqual(expected);
  });

  it('takes parameters of every type', () => {
    const query = 'SELECT VALUE [@n, @o.p, @l[0], @z] FROM c WHERE c.a = @n AND ARRAY_CONTAINS(@l, c.a)';
    expect(runSql(query, [item], { '@n': 1, '@o': { p: 'q' }, '@l': [1], '@z': null })).toEqual([[1, 'q', 1, null]]);
  });

  it('keeps a property called __proto__ a property', () => {
    const own: unknown = JSON.parse('{"__proto__": 1}');
    expect(evaluateSql('{"__proto__": c.__proto__}', own)).toEqual(own);
  });
});

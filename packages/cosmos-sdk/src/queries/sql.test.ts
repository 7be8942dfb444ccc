import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SqlQuery, sql } from './sql.ts';

describe('sql', () => {
  it('makes values parameters', () => {
    const query = sql`SELECT * FROM c WHERE c.total > ${5} AND c.name = ${"it's"} AND ARRAY_CONTAINS(${['a', null]}, c.tag)`;
    expect(query.query).toBe('SELECT * FROM c WHERE c.total > @p0 AND c.name = @p1 AND ARRAY_CONTAINS(@p2, c.tag)');
    expect(query.parameters).toEqual([
      { name: '@p0', value: 5 },
      { name: '@p1', value: "it's" },
      { name: '@p2', value: ['a', null] },
    ]);
  });

  it('makes queries in queries part of them', () => {
    const open = sql`c.status = ${'open'} AND c.total > ${1}`;
    const none = sql``;
    const query = sql`SELECT * FROM c WHERE c.a = ${0} AND (${open}) ${none}OR (${open}) OR c.b = ${2}`;
    expect(query.query).toBe(
      'SELECT * FROM c WHERE c.a = @p0 AND (c.status = @p1 AND c.total > @p2) OR (c.status = @p3 AND c.total > @p4) OR c.b = @p5',
    );
    expect(query.parameters.map(({ value }) => value)).toEqual([0, 'open', 1, 'open', 1, 2]);
  });

  it('names properties by brackets, and keeps the backslashes of SQL', () => {
    expect(sql`SELECT c[${'total'}] FROM c WHERE c.name = 'it\'s' AND c.a = ${1}`.query).toBe(
      "SELECT c[@p0] FROM c WHERE c.name = 'it\\'s' AND c.a = @p1",
    );
  });

  it.each<[string, () => unknown, string]>([
    ['a call', () => sql('SELECT 1' as never), 'sql is a tag'],
    ['a call with an array', () => sql(['SELECT 1'] as never), 'sql is a tag'],
    ['a value in single quotes', () => sql`c.name = '${'x'}'`, 'is within quotes: …c.name = '],
    ['a value in double quotes', () => sql`c.name LIKE "%${'x'}%"`, 'is within quotes'],
    ['a value in quotes behind escaped ones', () => sql`c.name = 'it\'s ${'x'}'`, 'is within quotes'],
    ['a query in quotes', () => sql`c.name = '${sql`x`}'`, 'is within quotes'],
    ['a value in a comment', () => sql`SELECT 1 -- ${1}`, 'is within a comment'],
    ['a value behind a dot', () => sql`SELECT c.${'name'} FROM c`, 'where only a name can be'],
    ['a value behind an at sign', () => sql`c.a = @${1}`, 'where only a name can be'],
    ['a value at the end of a word', () => sql`SELECT TOP${1} c`, 'where only a name can be'],
    ['a value at the beginning of a word', () => sql`TOP ${1}c`, 'where only a name can be'],
    ['a value right behind another', () => sql`SELECT ${1}${2}`, 'Value 1 of the query is where only a name can be'],
    ['a query that goes on with the name of a value', () => sql`SELECT ${1}${sql`0`}`, 'where only a name can be'],
    ['a text that goes on with the name of a value', () => sql`SELECT ${sql`${1}`}0`, 'where only a name can be'],
    ['quotes that do not end', () => sql`c.name = 'x`, 'ends within quotes'],
    ['undefined', () => sql`c.a = ${undefined as never}`, 'Value 0 of the query is undefined, which JSON cannot say'],
    ['a function', () => sql`c.a = ${(() => 1) as never}`, 'which JSON cannot say'],
    ['a number that is none', () => sql`c.a = ${Number.NaN}`, 'Value 0 of the query is NaN'],
    ['a bigint', () => sql`c.a = ${1n as never}`, 'Value 0 of the query is 1'],
    [
      'a bigint in a list',
      () => sql`c.a = ${1} OR c.b IN (${[1n] as never})`,
      'Value 1 of the query is an object, which',
    ],
    [
      'a value in a comment behind a query',
      () => sql`${sql`c.a = ${1}`} -- ${2}`,
      'Value 1 of the query is within a comment',
    ],
    ['a value in a comment of the query before', () => sql`${sql`SELECT 1 -- one`} ${2}`, 'is within a comment'],
  ])('refuses %s', (_what, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it('takes backticks and dollar signs out of their escapes, and leaves those of SQL', () => {
    expect(sql`c["\`"] = '\${' AND c.a = '\\' AND c.b = '\n'`.query).toBe(
      "c[\"`\"] = '${' AND c.a = '\\\\' AND c.b = '\\n'",
    );
  });

  it('lets a value follow closed quotes and comments', () => {
    expect(
      sql`c.a = 'x' AND c.b = ${1} -- it's
      AND c.c = ${2}`.parameters,
    ).toHaveLength(2);
  });

  it('lets a value follow a minus', () => {
    expect(sql`SELECT c.a - ${1}, -${2} FROM c`.query).toBe('SELECT c.a - @p0, -@p1 FROM c');
  });

  it('cannot be changed', () => {
    const query = sql`SELECT ${1}`;
    expect([Object.isFrozen(query), Object.isFrozen(query.parameters)]).toEqual([true, true]);
  });

  it('never lets a value into the text', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { minLength: 1, maxLength: 5 }), (texts) => {
        const values = texts.map((text) => JSON.parse(text));
        const strings = ['SELECT * FROM c WHERE ', ...values.slice(1).map(() => ' OR '), ''];
        const query = SqlQuery.fromTemplate(strings, values);
        expect(query.query.replaceAll(/@p\d+/g, '')).toBe(strings.join(''));
        expect(query.parameters.map(({ value }) => value)).toEqual(values);
      }),
    );
  });
});

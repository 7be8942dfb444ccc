import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BinaryOperator, Expression, Query } from './ast.ts';
import { parseQuery } from './parse-query.ts';
import { printQuery } from './print-query.ts';

const operators: BinaryOperator[] = [
  'OR',
  'AND',
  '??',
  '=',
  '!=',
  '<',
  '>=',
  '||',
  '|',
  '^',
  '&',
  '<<',
  '>>>',
  '+',
  '-',
  '*',
  '%',
];
const name = fc.constantFrom('c', 'x', 'order1', '_a', '$b');
const literal = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  .map((value): Expression => ({ kind: 'literal', value: value === 0 ? 0 : value }));

const { expression, query } = fc.letrec<{ expression: Expression; query: Query }>((tie) => {
  const nested = tie('expression');
  const list = fc.array(nested, { maxLength: 2 });
  return {
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      literal,
      name.map((each): Expression => ({ kind: 'identifier', name: each })),
      fc.constant<Expression>({ kind: 'parameter', name: '@p' }),
      fc.record({ kind: fc.constant('member' as const), object: nested, key: nested }),
      fc.record({
        kind: fc.constant('unary' as const),
        operator: fc.constantFrom('NOT' as const, '~' as const),
        operand: nested,
      }),
      fc.record({
        kind: fc.constant('binary' as const),
        operator: fc.constantFrom(...operators),
        left: nested,
        right: nested,
      }),
      fc.record({ kind: fc.constant('conditional' as const), condition: nested, whenTrue: nested, otherwise: nested }),
      fc.record({ kind: fc.constant('between' as const), value: nested, low: nested, high: nested }),
      fc.record({
        kind: fc.constant('in' as const),
        value: nested,
        candidates: fc.array(nested, { minLength: 1, maxLength: 2 }),
      }),
      fc.record({
        kind: fc.constant('like' as const),
        value: nested,
        pattern: nested,
        escape: fc.constantFrom('!', undefined),
      }),
      fc.record({
        kind: fc.constant('call' as const),
        name: fc.constantFrom('ABS', 'LEFT'),
        args: list,
        isUserDefined: fc.boolean(),
      }),
      fc.record({ kind: fc.constant('array' as const), items: list }),
      fc.record({
        kind: fc.constant('object' as const),
        properties: fc.array(fc.tuple(fc.string(), nested), { maxLength: 2 }),
      }),
      fc.record({
        kind: fc.constantFrom('exists' as const, 'array-of' as const, 'subquery' as const),
        query: tie('query'),
      }),
    ),
    query: fc.record({
      isDistinct: fc.boolean(),
      top: fc.constantFrom(undefined, { kind: 'literal' as const, value: 3 }),
      projection: fc.oneof(
        fc.constant({ kind: 'all' as const }),
        nested.map((value) => ({ kind: 'value' as const, value })),
        fc
          .array(fc.record({ value: nested, alias: fc.option(name, { nil: undefined }) }), {
            minLength: 1,
            maxLength: 2,
          })
          .map((items) => ({ kind: 'list' as const, items })),
      ),
      from: fc.array(
        fc.oneof(
          fc.record({
            kind: fc.constant('path' as const),
            path: name.map((each) => ({ kind: 'identifier' as const, name: each })),
            alias: fc.option(name, { nil: undefined }),
          }),
          fc.record({
            kind: fc.constant('each' as const),
            variable: name,
            collection: name.map((each) => ({ kind: 'identifier' as const, name: each })),
          }),
        ),
        { maxLength: 2 },
      ),
      where: fc.option(nested, { nil: undefined }),
      groupBy: list,
      orderBy: fc.array(fc.record({ value: nested, isDescending: fc.boolean() }), { maxLength: 2 }),
      offset: fc.constant({ kind: 'literal' as const, value: 1 }),
      limit: fc.constant({ kind: 'parameter' as const, name: '@n' }),
    }),
  };
});

/** Without the places in the text, and with numbers as the parser folds them. */
function withoutRanges(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === 'range' ? undefined : each)));
}

describe('printQuery', () => {
  it('prints what parses to the same query', () => {
    fc.assert(
      fc.property(query, (each) => {
        expect(withoutRanges(parseQuery(printQuery(each)))).toEqual(withoutRanges(each));
      }),
    );
  });

  it('prints expressions that parse to the same expression', () => {
    fc.assert(
      fc.property(expression, (value) => {
        const whole = parseQuery('SELECT VALUE 1');
        const text = printQuery({ ...whole, projection: { kind: 'value', value } });
        expect(withoutRanges(parseQuery(text).projection)).toEqual(withoutRanges({ kind: 'value', value }));
      }),
    );
  });
});

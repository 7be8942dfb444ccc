import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { prepareQuery } from './prepare-query.ts';
import { noPolicies } from './query-policies.ts';

const settings = {
  parameters: new Map<string, unknown>([['@p', [1]]]),
  nowMs: 0,
  policies: noPolicies,
  random: () => 0,
};
const pieces =
  "SELECT VALUE * DISTINCT TOP 1 FROM c JOIN IN c.tags . [ ] { } ( ) , : ? ?? 'x' \"y\" WHERE AND OR NOT = != < LIKE ESCAPE BETWEEN ORDER BY DESC GROUP OFFSET LIMIT COUNT( ABS( ARRAY( EXISTS( UDF.f( @p -1 1e400 null undefined - -- \\ ' 💥 RANK AS".split(
    ' ',
  );

describe('prepareQuery', () => {
  it('answers every text, and what it takes for a query runs', () => {
    const text = fc.oneof(
      fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((each) => each.join(' ')),
      fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((each) => `SELECT ${each.join(' ')}`),
      fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((each) => `SELECT * FROM c WHERE ${each.join(' ')}`),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, (each) => {
        const prepared = prepareQuery(each, settings);
        if (prepared.kind === 'query') {
          expect(Array.isArray(prepared.compiled.run([{ tags: ['x'], a: 1 }, null, 'text']))).toBe(true);
        } else if (prepared.kind === 'problem') {
          expect(prepared.problem.message).not.toBe('');
          expect(prepared.problem.end).toBeLessThanOrEqual(each.length);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('refuses a text that is too long', () => {
    const prepared = prepareQuery(`SELECT '${'x'.repeat(600_000)}'`, settings);
    expect(prepared).toMatchObject({ kind: 'problem', problem: { code: 'SC3012' } });
  });

  it('tells where the problem is', () => {
    expect(prepareQuery('SELECT * FROM c WHERE NOPE(c)', settings)).toMatchObject({
      problem: { code: 'SC2005', start: 22, end: 26 },
    });
  });
});

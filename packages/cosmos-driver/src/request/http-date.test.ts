import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { httpDate } from './http-date.ts';

describe('httpDate', () => {
  it('is the date of its second, whichever came before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000 })), (offsetsMs) => {
        const moments = offsetsMs.map((offsetMs) => 1_732_616_626_000 + offsetMs);
        expect(moments.map(httpDate)).toEqual(moments.map((atMs) => new Date(atMs).toUTCString()));
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fifo } from './fifo.ts';

describe('Fifo', () => {
  it('hands out what an array would', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer(), { nil: undefined })), (operations) => {
        const fifo = new Fifo<number>();
        const array: number[] = [];
        for (const item of operations) {
          if (item === undefined) expect(fifo.shift()).toBe(array.shift());
          else {
            fifo.push(item);
            array.push(item);
          }
        }
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { resumeCursors } from './resume-cursors.ts';

const whole = [{ min: '', max: 'FF' }];

describe('resumeCursors', () => {
  it('goes on where stretches had begun, and begins in between and behind', () => {
    expect(resumeCursors(whole, '10', [{ min: '20', max: '30', continuation: 'a' }])).toEqual([
      { min: '10', max: '20' },
      { min: '20', max: '30', continuation: 'a' },
      { min: '30', max: 'FF' },
    ]);
  });

  it('keeps to the ranges of the feed', () => {
    const ranges = [
      { min: '10', max: '20' },
      { min: '40', max: '50' },
    ];
    expect(resumeCursors(ranges, '', [])).toEqual(ranges);
    expect(resumeCursors(ranges, '20', [])).toEqual([{ min: '40', max: '50' }]);
    expect(resumeCursors(ranges, '15', [{ min: '15', max: '20', continuation: 'a' }])).toEqual([
      { min: '15', max: '20', continuation: 'a' },
      { min: '40', max: '50' },
    ]);
  });

  it('has nothing left behind the end', () => {
    expect(resumeCursors(whole, 'FF', [])).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { checkLocalPatch, checkPatch } from './check-patch.ts';
import { describePatch } from './describe-patch.ts';
import { encodePatch } from './encode-patch.ts';
import { isRepeatablePatch } from './is-repeatable-patch.ts';
import type { PatchOperation } from './patch-operation.ts';

const byTenant = { paths: ['/address/"post code"'], kind: 'Hash', version: 2 } as const;
const set: PatchOperation = { op: 'set', path: '/total', value: 1 };

describe('checkPatch', () => {
  it.each<[string, unknown]>([
    ['no array', 'set'],
    ['no operation', []],
    ['eleven operations', Array.from({ length: 11 }, () => set)],
    ['an unknown operation', [{ op: 'copy', from: '/a', path: '/b' }]],
    ['nothing', [undefined]],
    ['a path without a slash', [{ op: 'remove', path: 'total' }]],
    ['the path of the item itself', [{ op: 'remove', path: '' }]],
    ['a path with a bad escape', [{ op: 'remove', path: '/a~2' }]],
    ['a value JSON cannot say', [{ op: 'set', path: '/a', value: undefined }]],
    ['a function as a value', [{ op: 'add', path: '/a', value: () => 1 }]],
    ['an increment by text', [{ op: 'incr', path: '/a', value: '1' }]],
    ['an increment by infinity', [{ op: 'incr', path: '/a', value: Number.POSITIVE_INFINITY }]],
    ['the id', [{ op: 'set', path: '/id', value: 'x' }]],
    ['the partition key', [{ op: 'set', path: '/address/post code', value: 'x' }]],
    ['what the partition key lies in', [{ op: 'remove', path: '/address' }]],
    ['what lies in the partition key', [{ op: 'set', path: '/address/post code/x', value: 1 }]],
    ['a move out of the partition key', [{ op: 'move', from: '/address/post code', path: '/a' }]],
    ['a move into the partition key', [{ op: 'move', from: '/a', path: '/address/post code' }]],
    ['a move into itself', [{ op: 'move', from: '/a', path: '/a/b' }]],
  ])('refuses %s', (_, operations) => {
    expect(() => checkPatch(operations as PatchOperation[], undefined, byTenant)).toThrow(TypeError);
  });

  it('names the operation whose value is a bigint or a circle', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const value of [{ b: 1n }, circle]) {
      expect(() => checkPatch([set, { op: 'set', path: '/a', value }], undefined, byTenant)).toThrow(
        'Operation 1 of the patch needs a value that JSON can say.',
      );
    }
  });

  it('accepts every operation, beside the partition key and under names that begin alike', () => {
    const operations: PatchOperation[] = [
      { op: 'add', path: '/tags/-', value: null },
      { op: 'set', path: '/address/city', value: 'Wien' },
      { op: 'replace', path: '/idea', value: { a: [1] } },
      { op: 'remove', path: '/a~1b' },
      { op: 'incr', path: '/count', value: -1.5 },
      { op: 'move', from: '/a', path: '/ab' },
    ];
    expect(checkPatch(operations, undefined, byTenant).operations).toEqual(operations);
  });

  it('sends only what belongs to an operation', () => {
    const operations = [{ ...set, comment: 'why' }];
    expect(encodePatch(checkPatch(operations, 'from c where c.a = 1', byTenant))).toBe(
      '{"condition":"from c where c.a = 1","operations":[{"op":"set","path":"/total","value":1}]}',
    );
    expect(() => checkPatch([set], ' ', byTenant)).toThrow(TypeError);
  });

  it('lets the driver carry out more than the service would', () => {
    expect(checkLocalPatch(Array(11).fill(set), byTenant).operations).toHaveLength(11);
  });
});

describe('describePatch', () => {
  it.each<[string, object]>([
    ['an unknown option', { condition: 'x' }],
    ['an unknown strategy', { strategy: 'local' }],
    ['attempts of the service', { maxAttempts: 3 }],
    ['no attempt', { strategy: 'read-modify-replace', maxAttempts: 0 }],
    ['half an attempt', { strategy: 'read-modify-replace', maxAttempts: 1.5 }],
    ['a predicate the driver cannot evaluate', { strategy: 'read-modify-replace', predicate: 'from c' }],
  ])('refuses %s', (_, options) => {
    expect(() => describePatch([set], byTenant, options)).toThrow(TypeError);
  });

  it('makes five attempts unless told otherwise, and sends nothing itself', () => {
    expect(describePatch([set], byTenant, { strategy: 'read-modify-replace' })).toMatchObject({
      details: { maxAttempts: 5 },
      body: undefined,
    });
  });
});

describe('isRepeatablePatch', () => {
  it.each<[boolean, PatchOperation[]]>([
    [true, [set, { op: 'replace', path: '/a/b', value: 1 }]],
    [true, [{ op: 'set', path: '/a/1st', value: 1 }]],
    [true, [{ op: 'set', path: '/a/01', value: 1 }]],
    [false, [set, { op: 'incr', path: '/a', value: 1 }]],
    [false, [{ op: 'add', path: '/a', value: 1 }]],
    [false, [{ op: 'remove', path: '/a' }]],
    [false, [{ op: 'move', from: '/a', path: '/b' }]],
    [false, [{ op: 'set', path: '/a/0', value: 1 }]],
    [false, [{ op: 'set', path: '/a/10/b', value: 1 }]],
    [false, [{ op: 'replace', path: '/a/-', value: 1 }]],
  ])('is %p for %j', (expected, operations) => {
    expect(isRepeatablePatch(operations)).toBe(expected);
  });
});

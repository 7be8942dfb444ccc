import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  aBoolean,
  aCount,
  aNumber,
  anInteger,
  anything,
  aString,
  listOf,
  maybe,
  objectOf,
  oneOf,
  oneOfKinds,
  optional,
  orElse,
  orNull,
  recordOf,
  type Shape,
  stringLike,
} from './json-shape.ts';

type Mark = { readonly kind: 'end' } | { readonly kind: 'at'; readonly place: string };

const mark = oneOfKinds<Mark>({ end: objectOf({}), at: objectOf({ place: aString }) });
const item = objectOf<{ readonly id: string; readonly tags?: readonly string[] | undefined }>({
  id: aString,
  tags: maybe(listOf(aString)),
});

describe('a shape', () => {
  it.each<[string, Shape<unknown>, unknown, unknown]>([
    ['a string', aString, '', ''],
    ['a number', aNumber, 1.5, 1.5],
    ['an integer', anInteger, -1, -1],
    ['a count', aCount, 0, 0],
    ['a boolean', aBoolean, false, false],
    ['a word', oneOf('a', 'b'), 'b', 'b'],
    ['a form', stringLike('hex', /^[0-9A-F]+$/), 'FF', 'FF'],
    ['a list', listOf(aString), ['a'], ['a']],
    ['a record', recordOf(orNull(aString)), { a: 'b', c: null }, { a: 'b', c: null }],
    ['an object, with what it knows', item, { id: '1', more: 2 }, { id: '1' }],
    ['an object, with what may be null', item, { id: '1', tags: null }, { id: '1' }],
    ['what may be absent', optional(aString), undefined, undefined],
    ['what stands for something when it is absent', orElse(aString, 'Session'), undefined, 'Session'],
    ['an object of a kind', mark, { kind: 'at', place: 'a' }, { kind: 'at', place: 'a' }],
  ])('reads %s', (_, shape, json, expected) => {
    expect(shape(json, 'it')).toStrictEqual(expected);
  });

  it.each<[Shape<unknown>, unknown, string]>([
    [aString, 1, 'it must be a string.'],
    [aNumber, '1', 'it must be a number.'],
    [anInteger, 1.5, 'it must be an integer.'],
    [aCount, -1, 'it must be an integer from 0 on.'],
    [aBoolean, 'true', 'it must be a boolean.'],
    [oneOf('a', 'b'), 'c', 'it must be one of a, b.'],
    [stringLike('hex', /^[0-9A-F]+$/), 'x', 'it must be hex.'],
    [listOf(aString), { 0: 'a' }, 'it must be an array.'],
    [listOf(aString), ['a', 1], 'it[1] must be a string.'],
    [recordOf(aString), { a: 1 }, 'it.a must be a string.'],
    [item, [], 'it must be an object.'],
    [item, null, 'it must be an object.'],
    [item, {}, 'it.id must be a string.'],
    [item, { id: '1', tags: ['a', null] }, 'it.tags[1] must be a string.'],
    [optional(aString), null, 'it must be a string.'],
    [orElse(aString, ''), null, 'it must be a string.'],
    [mark, { kind: 'toString' }, 'it.kind must be one of end, at.'],
    [mark, { kind: 'at' }, 'it.place must be a string.'],
  ])('says what is wrong and where (%#)', (shape, json, message) => {
    expect(() => shape(json, 'it')).toThrow(new TypeError(message));
  });

  it('reads what it has read to the same again, and never anything but a TypeError', () => {
    const shape = objectOf({ a: optional(recordOf(anything)), b: maybe(listOf(mark)), c: orElse(aCount, 0) });
    expect(() =>
      fc.assert(
        fc.property(fc.jsonValue(), (json) => {
          let first: unknown;
          try {
            first = shape(json, 'it');
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
            return;
          }
          expect(shape(first, 'it')).toStrictEqual(first);
        }),
      ),
    ).not.toThrow();
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyPatch, PatchMismatch } from './apply-patch.ts';
import { parseJsonPointer } from './json-pointer.ts';
import type { PatchOperation } from './patch-operation.ts';

const item = { id: '1', total: 1, tags: ['a', 'b'], address: { city: 'Wien', zip: null }, 'a/b~c': 0 };

describe('applyPatch', () => {
  it.each<[string, PatchOperation, object]>([
    ['adds a property', { op: 'add', path: '/new', value: { x: 1 } }, { new: { x: 1 } }],
    ['adds over a property', { op: 'add', path: '/total', value: 'many' }, { total: 'many' }],
    ['adds before an element', { op: 'add', path: '/tags/1', value: 'x' }, { tags: ['a', 'x', 'b'] }],
    ['adds behind the last element', { op: 'add', path: '/tags/-', value: 'x' }, { tags: ['a', 'b', 'x'] }],
    ['adds at the length', { op: 'add', path: '/tags/2', value: 'x' }, { tags: ['a', 'b', 'x'] }],
    ['sets an element', { op: 'set', path: '/tags/1', value: 'x' }, { tags: ['a', 'x'] }],
    ['sets behind the last element', { op: 'set', path: '/tags/-', value: 'x' }, { tags: ['a', 'b', 'x'] }],
    [
      'sets a property that is not there',
      { op: 'set', path: '/address/no', value: 7 },
      { address: { city: 'Wien', zip: null, no: 7 } },
    ],
    ['replaces null', { op: 'replace', path: '/address/zip', value: 1010 }, { address: { city: 'Wien', zip: 1010 } }],
    ['removes an element', { op: 'remove', path: '/tags/0' }, { tags: ['b'] }],
    ['removes a property', { op: 'remove', path: '/address/city' }, { address: { zip: null } }],
    ['increments', { op: 'incr', path: '/total', value: 41 }, { total: 42 }],
    ['increments by a fraction', { op: 'incr', path: '/total', value: -0.5 }, { total: 0.5 }],
    ['begins to count', { op: 'incr', path: '/visits', value: 2 }, { visits: 2 }],
    ['moves into an array', { op: 'move', from: '/total', path: '/tags/0' }, { total: undefined, tags: [1, 'a', 'b'] }],
    ['moves within an array', { op: 'move', from: '/tags/0', path: '/tags/1' }, { tags: ['b', 'a'] }],
    ['unescapes names', { op: 'set', path: '/a~1b~0c', value: 1 }, { 'a/b~c': 1 }],
  ])('%s', (_, operation, changes) => {
    const before = structuredClone(item);
    expect(applyPatch(item, [operation])).toEqual({ ...item, ...changes });
    expect(item).toEqual(before);
  });

  it.each<[string, PatchOperation]>([
    ['replaces nothing', { op: 'replace', path: '/none', value: 1 }],
    ['replaces behind the last element', { op: 'replace', path: '/tags/-', value: 1 }],
    ['removes nothing', { op: 'remove', path: '/none' }],
    ['removes an inherited property', { op: 'remove', path: '/toString' }],
    ['moves nothing', { op: 'move', from: '/none', path: '/a' }],
    ['adds past the end', { op: 'add', path: '/tags/3', value: 1 }],
    ['names an element by text', { op: 'add', path: '/tags/one', value: 1 }],
    ['leads through a number', { op: 'set', path: '/total/x', value: 1 }],
    ['leads through nothing', { op: 'set', path: '/none/x', value: 1 }],
    ['leads through null', { op: 'set', path: '/address/zip/x', value: 1 }],
    ['increments text', { op: 'incr', path: '/id', value: 1 }],
    ['leaves the integers', { op: 'incr', path: '/total', value: Number.MAX_SAFE_INTEGER }],
  ])('fails when it %s', (_, operation) => {
    expect(() => applyPatch(item, [operation])).toThrow(PatchMismatch);
  });

  it('applies operations in order, each to what the one before has left', () => {
    const operations: PatchOperation[] = [
      { op: 'set', path: '/a', value: {} },
      { op: 'set', path: '/a/b', value: 1 },
      { op: 'incr', path: '/a/b', value: 1 },
    ];
    expect(applyPatch({}, operations)).toEqual({ a: { b: 2 } });
    expect(operations[0]).toEqual({ op: 'set', path: '/a', value: {} });
  });

  it('writes a property of any name, and no prototype', () => {
    const changed = applyPatch({}, [{ op: 'set', path: '/__proto__', value: { polluted: true } }]);
    expect(Object.hasOwn(changed as object, '__proto__')).toBe(true);
    expect((changed as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('parseJsonPointer', () => {
  it('reads what was escaped', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (names) => {
        const pointer = names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
        expect(parseJsonPointer(pointer)).toEqual(names);
      }),
    );
  });
});

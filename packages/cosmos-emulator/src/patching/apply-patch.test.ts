import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../requests/json-object.ts';
import { applyPatch, type PatchResult } from './apply-patch.ts';
import type { PatchOperation } from './patch-specification.ts';

/** The document after a patch; fails the test when it does not fit. */
function patched(document: JsonObject, ...operations: PatchOperation[]): JsonObject {
  const result = applyPatch(document, operations);
  if (result.kind === 'problem') throw new Error(result.message);
  return result.document;
}

function problemOf(document: JsonObject, ...operations: PatchOperation[]): string {
  const result = applyPatch(document, operations);
  return result.kind === 'problem' ? result.message : 'none';
}

const bike = { name: 'R-410', tags: ['road', 'fast'], stock: { count: 15 }, price: 455.5 };

describe('applying a patch', () => {
  it('adds properties and replaces those that are there', () => {
    expect(patched(bike, { op: 'add', path: ['color'], value: 'silver' })).toEqual({ ...bike, color: 'silver' });
    expect(patched(bike, { op: 'add', path: ['name'], value: null }).name).toBeNull();
    expect(patched(bike, { op: 'add', path: ['stock', 'place'], value: 'A' }).stock).toEqual({ count: 15, place: 'A' });
  });

  it.each([
    ['0', ['new', 'road', 'fast']],
    ['1', ['road', 'new', 'fast']],
    ['2', ['road', 'fast', 'new']],
    ['-', ['road', 'fast', 'new']],
  ])('adds to an array before index %s', (index, tags) => {
    expect(patched(bike, { op: 'add', path: ['tags', index], value: 'new' }).tags).toEqual(tags);
  });

  it.each([
    ['0', ['new', 'fast']],
    ['2', ['road', 'fast', 'new']],
    ['-', ['road', 'fast', 'new']],
  ])('sets the element of an array at index %s', (index, tags) => {
    expect(patched(bike, { op: 'set', path: ['tags', index], value: 'new' }).tags).toEqual(tags);
  });

  it('replaces and removes what is there', () => {
    expect(patched(bike, { op: 'replace', path: ['tags', '1'], value: 'slow' }).tags).toEqual(['road', 'slow']);
    expect(patched(bike, { op: 'replace', path: ['stock', 'count'], value: 0 }).stock).toEqual({ count: 0 });
    expect(patched(bike, { op: 'remove', path: ['tags', '0'] }).tags).toEqual(['fast']);
    expect(Object.keys(patched(bike, { op: 'remove', path: ['stock'] }))).toEqual(['name', 'tags', 'price']);
  });

  it('increments numbers, and starts with the value where there is nothing', () => {
    expect(patched(bike, { op: 'incr', path: ['stock', 'count'], value: -16 }).stock).toEqual({ count: -1 });
    expect(patched(bike, { op: 'incr', path: ['price'], value: 0.25 }).price).toBe(455.75);
    expect(patched(bike, { op: 'incr', path: ['sold'], value: 3 }).sold).toBe(3);
    expect(patched({ list: [1, 2] }, { op: 'incr', path: ['list', '1'], value: 5 }).list).toEqual([1, 7]);
  });

  it('moves values, into arrays before the index', () => {
    expect(patched(bike, { op: 'move', from: ['name'], path: ['stock', 'name'] })).toEqual({
      tags: ['road', 'fast'],
      stock: { count: 15, name: 'R-410' },
      price: 455.5,
    });
    expect(patched(bike, { op: 'move', from: ['tags', '0'], path: ['tags', '-'] }).tags).toEqual(['fast', 'road']);
    expect(patched(bike, { op: 'move', from: ['price'], path: ['tags', '1'] }).tags).toEqual(['road', 455.5, 'fast']);
    expect(patched(bike, { op: 'move', from: ['price'], path: ['name'] }).name).toBe(455.5);
  });

  it('lets later operations see what earlier ones did', () => {
    const result = patched(
      bike,
      { op: 'set', path: ['address'], value: {} },
      { op: 'set', path: ['address', 'lines'], value: [] },
      { op: 'add', path: ['address', 'lines', '-'], value: 'Main St' },
    );
    expect(result.address).toEqual({ lines: ['Main St'] });
  });

  it.each<[string, PatchOperation, string]>([
    ['add below what is not there', { op: 'add', path: ['a', 'b'], value: 1 }, 'cannot create path recursively'],
    ['add below a text', { op: 'add', path: ['name', 'b'], value: 1 }, "no path found beyond: '/name'"],
    [
      'add beyond an array',
      { op: 'add', path: ['tags', '3'], value: 1 },
      'Index(3) to operate on is out of array bounds',
    ],
    ['set beyond an array', { op: 'set', path: ['tags', '3'], value: 1 }, 'out of array bounds'],
    ['a name for an index', { op: 'set', path: ['tags', 'x'], value: 1 }, 'out of array bounds'],
    ['an index with a leading zero', { op: 'set', path: ['tags', '01'], value: 1 }, 'out of array bounds'],
    ['- within a path', { op: 'set', path: ['tags', '-', 'x'], value: 1 }, 'out of array bounds'],
    ['replace what is not there', { op: 'replace', path: ['a'], value: 1 }, 'Node(/a) to be replaced is absent'],
    ['replace the end of an array', { op: 'replace', path: ['tags', '-'], value: 1 }, 'to be replaced is absent'],
    ['remove what is not there', { op: 'remove', path: ['a~/b'] }, 'Node(/a~0~1b) to be removed is absent'],
    ['remove beyond an array', { op: 'remove', path: ['tags', '2'] }, 'to be removed is absent'],
    ['remove what only the prototype has', { op: 'remove', path: ['toString'] }, 'to be removed is absent'],
    ['incr of a text', { op: 'incr', path: ['name'], value: 1 }, 'Node(/name) is not a number'],
    ['move what is not there', { op: 'move', from: ['a'], path: ['b'] }, 'Node(/a) to be removed is absent'],
  ])('refuses to %s', (_title, operation, message) => {
    expect(problemOf(bike, { op: 'set', path: ['ok'], value: 1 }, operation)).toMatch(/^For Operation\(2\): /);
    expect(problemOf(bike, operation)).toContain(message);
  });

  it('refuses a sum that no number can hold', () => {
    const large = { op: 'incr', path: ['price'], value: Number.MAX_VALUE } as const;
    expect(problemOf(bike, large, large)).toContain('For Operation(2): Node(/price) becomes too large');
  });

  it('keeps a property called __proto__ apart from the prototype', () => {
    const result = patched({}, { op: 'set', path: ['__proto__'], value: { a: 1 } });
    expect(Object.getOwnPropertyDescriptor(result, '__proto__')?.value).toEqual({ a: 1 });
    const removed = patched(result, { op: 'set', path: ['b'], value: 1 }, { op: 'remove', path: ['b'] });
    expect(Object.hasOwn(removed, '__proto__')).toBe(true);
  });
});

describe('any patch', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const document = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value);
  const path = fc.array(fc.constantFrom('a', 'b', 'c', '0', '1', '-'), { minLength: 1, maxLength: 3 });
  const operation: fc.Arbitrary<PatchOperation> = fc.oneof(
    fc.record({ op: fc.constantFrom('add', 'set', 'replace'), path, value }),
    fc.record({ op: fc.constant('remove'), path }),
    fc.record({ op: fc.constant('incr'), path, value: fc.integer() }),
    fc.record({ op: fc.constant('move'), path, from: path }),
  );

  it('leaves the document it is given alone', () => {
    fc.assert(
      fc.property(document, fc.array(operation, { maxLength: 10 }), (before, operations) => {
        const text = JSON.stringify(before);
        applyPatch(before, operations);
        expect(JSON.stringify(before)).toBe(text);
      }),
    );
  });

  it('comes to the same in one piece or step by step', () => {
    fc.assert(
      fc.property(document, fc.array(operation, { maxLength: 5 }), (before, operations) => {
        let stepwise: JsonObject | undefined = before;
        for (const each of operations) {
          const result: PatchResult | undefined = stepwise && applyPatch(stepwise, [each]);
          stepwise = result?.kind === 'patched' ? result.document : undefined;
        }
        const whole = applyPatch(before, operations);
        expect(whole.kind === 'patched' ? whole.document : undefined).toEqual(stepwise);
      }),
    );
  });

  it('is undone by removing what was added where nothing was', () => {
    fc.assert(
      fc.property(document, path, value, (before, where, added) => {
        const isThere = applyPatch(before, [{ op: 'replace', path: where, value: 0 }]).kind === 'patched';
        const result = applyPatch(before, [{ op: 'add', path: where, value: added }]);
        if (isThere || result.kind === 'problem' || where.at(-1) === '-') return;
        expect(patched(result.document, { op: 'remove', path: where })).toEqual(before);
      }),
    );
  });

  it('replaces exactly where it sets over something', () => {
    fc.assert(
      fc.property(document, path, value, (before, where, next) => {
        const replaced = applyPatch(before, [{ op: 'replace', path: where, value: next }]);
        if (replaced.kind === 'problem') return;
        expect(applyPatch(before, [{ op: 'set', path: where, value: next }])).toEqual(replaced);
      }),
    );
  });
});

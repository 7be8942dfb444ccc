import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeResourceId, encodeResourceId, type ResourceId } from './resource-id.ts';

const uint32 = fc.nat(0xffffffff);
const uint31 = fc.nat(0x7fffffff);
const id: fc.Arbitrary<ResourceId> = fc.oneof(
  fc.record({ kind: fc.constant('database' as const), database: uint32 }),
  fc.record({ kind: fc.constant('container' as const), database: uint32, container: uint31 }),
  fc.record({
    kind: fc.constantFrom('document' as const, 'partitionKeyRange' as const),
    database: uint32,
    container: uint31,
    item: fc.bigInt(0n, (1n << 60n) - 1n),
  }),
);

describe('encodeResourceId', () => {
  it('writes what decodeResourceId reads', () => {
    fc.assert(
      fc.property(id, (each) => {
        expect(decodeResourceId(encodeResourceId(each))).toEqual(each);
      }),
    );
  });

  it('uses 8, 12 and 24 characters, none of them a slash', () => {
    fc.assert(
      fc.property(id, (each) => {
        const length = { database: 8, container: 12, document: 24, partitionKeyRange: 24 }[each.kind];
        expect(encodeResourceId(each)).toMatch(new RegExp(`^[A-Za-z0-9+=-]{${length}}$`));
      }),
    );
  });

  it('puts the id of the database at the start of a container id', () => {
    const database = encodeResourceId({ kind: 'database', database: 77 });
    const container = encodeResourceId({ kind: 'container', database: 77, container: 1 });
    expect(atob(container).slice(0, 4)).toBe(atob(database));
  });

  it('refuses numbers that do not fit', () => {
    expect(() => encodeResourceId({ kind: 'database', database: 2 ** 32 })).toThrow(TypeError);
    expect(() => encodeResourceId({ kind: 'container', database: 1, container: 2 ** 31 })).toThrow(TypeError);
    expect(() => encodeResourceId({ kind: 'document', database: 1, container: 1, item: 1n << 60n })).toThrow(TypeError);
    expect(() => encodeResourceId({ kind: 'document', database: 1, container: 1, item: -1n })).toThrow(TypeError);
  });
});

describe('decodeResourceId', () => {
  // The ids in the examples of the REST documentation.
  it.each([
    ['d9RzAA==', { kind: 'database', database: 0x77d47300 }],
    ['d9RzAJRFKgw=', { kind: 'container', database: 0x77d47300, container: 0x14452a0c }],
    ['d9RzAJRFKgwBAAAAAAAAAA==', { kind: 'document', database: 0x77d47300, container: 0x14452a0c, item: 1n }],
    ['d9RzAJRFKgwCAAAAAAAAUA==', { kind: 'partitionKeyRange', database: 0x77d47300, container: 0x14452a0c, item: 2n }],
    [
      '+9MZAOcVhnoTAAAAAAAACA==',
      { kind: 'document', database: 0xfbd31900, container: 0x6715867a, item: 0x0800000000000013n },
    ],
  ])('reads %s as the service wrote it', (text, expected) => {
    expect(decodeResourceId(text)).toEqual(expected);
    expect(encodeResourceId(expected as ResourceId)).toBe(text);
  });

  it.each([
    ['a name', 'orders'],
    ['an empty text', ''],
    ['a wrong number of bytes', 'd9RzAJRF'],
    ['a user, whose number lacks the top bit', 'd9RzABRFKgw='],
    ['a stored procedure', 'd9RzAJRFKgwCAAAAAAAAgA=='],
    ['a slash', 'd9R/AA=='],
    ['a padding too long', 'd9RzAJRFKgw=='],
    ['a padding too many', 'AAAAAAAA='],
    ['bits behind the last byte', 'd9RzAB=='],
  ])('answers undefined for %s', (_name, text) => {
    expect(decodeResourceId(text)).toBeUndefined();
  });
});

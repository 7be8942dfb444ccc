import { describe, expect, it } from '@jest/globals';
import { ifMatch, ifNoneMatch } from '../operation/precondition.ts';
import { encodeJson } from '../request/encode-json.ts';
import type { BatchOperation } from './batch-operation.ts';
import { encodeBatch } from './encode-batch.ts';
import { isRepeatableBatch } from './is-repeatable-batch.ts';

const byCustomer = { paths: ['/customer'], kind: 'Hash', version: 2 } as const;
const body = encodeJson({ id: '1', name: 'Zoë' });
const read: BatchOperation = { kind: 'read', id: '1' };

describe('encodeBatch', () => {
  it('writes every operation, and bodies as they are', () => {
    const bytes = encodeBatch(
      [
        { kind: 'create', body },
        { kind: 'upsert', body, precondition: ifMatch('"a"') },
        { kind: 'replace', id: 'x y', body, precondition: ifMatch('"b"') },
        { kind: 'read', id: '"', precondition: ifNoneMatch('"c"') },
        { kind: 'delete', id: '4' },
        { kind: 'patch', id: '5', operations: [{ op: 'remove', path: '/a' }], predicate: 'from c where c.b = 1' },
      ],
      byCustomer,
    );
    expect(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).toEqual([
      { operationType: 'Create', resourceBody: { id: '1', name: 'Zoë' } },
      { operationType: 'Upsert', ifMatch: '"a"', resourceBody: { id: '1', name: 'Zoë' } },
      { operationType: 'Replace', id: 'x y', ifMatch: '"b"', resourceBody: { id: '1', name: 'Zoë' } },
      { operationType: 'Read', id: '"', ifNoneMatch: '"c"' },
      { operationType: 'Delete', id: '4' },
      {
        operationType: 'Patch',
        id: '5',
        resourceBody: { condition: 'from c where c.b = 1', operations: [{ op: 'remove', path: '/a' }] },
      },
    ]);
  });

  it.each<[string, unknown]>([
    ['no array', read],
    ['no operation', []],
    ['101 operations', Array(101).fill(read)],
    ['an unknown operation', [{ kind: 'query' }]],
    ['nothing', [null]],
    ['a read without an id', [{ kind: 'read' }]],
    ['an id that cannot be addressed', [{ kind: 'read', id: 'a/b' }]],
    ['a create without a body', [{ kind: 'create' }]],
    ['a body that is no bytes', [{ kind: 'upsert', body: '{}' }]],
    ['a precondition that is none', [{ ...read, precondition: { etag: '"a"' } }]],
    ['a patch of the partition key', [{ kind: 'patch', id: '1', operations: [{ op: 'remove', path: '/customer' }] }]],
  ])('refuses %s', (_, operations) => {
    expect(() => encodeBatch(operations as BatchOperation[], byCustomer)).toThrow(TypeError);
  });

  it('sends 100 operations and 2 MB, and not a byte more', () => {
    expect(encodeBatch(Array(100).fill(read), byCustomer).byteLength).toBeGreaterThan(100);
    const overhead = encodeBatch([{ kind: 'create', body: new Uint8Array() }], byCustomer).byteLength;
    const largest = new Uint8Array(2 * 1024 * 1024 - overhead);
    expect(encodeBatch([{ kind: 'create', body: largest }], byCustomer).byteLength).toBe(2 * 1024 * 1024);
    const larger = new Uint8Array(largest.byteLength + 1);
    expect(() => encodeBatch([{ kind: 'create', body: larger }], byCustomer)).toThrow(/2 MB/);
  });
});

describe('isRepeatableBatch', () => {
  const incr: BatchOperation = { kind: 'patch', id: '1', operations: [{ op: 'incr', path: '/a', value: 1 }] };
  it.each<[boolean, string, BatchOperation[]]>([
    [
      true,
      'creates, replaces, upserts, deletes and reads',
      [{ kind: 'create', body }, { kind: 'delete', id: '2' }, read],
    ],
    [true, 'patches that set', [{ kind: 'patch', id: '1', operations: [{ op: 'set', path: '/a', value: 1 }] }]],
    [false, 'a patch that counts', [read, incr]],
    [true, 'a count under ifMatch', [{ ...incr, precondition: ifMatch('"a"') }]],
    [true, 'a count beside a delete under ifMatch', [incr, { kind: 'delete', id: '2', precondition: ifMatch('"a"') }]],
    [false, 'a count beside a read under ifMatch', [incr, { ...read, precondition: ifMatch('"a"') }]],
    [false, 'a count under ifMatch of anything', [{ ...incr, precondition: ifMatch('*') }]],
  ])('is %p for %s', (expected, _, operations) => {
    expect(isRepeatableBatch(operations)).toBe(expected);
  });
});

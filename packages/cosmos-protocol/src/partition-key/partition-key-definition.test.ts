import { describe, expect, it } from '@jest/globals';
import { createPartitionKeyDefinition, readPartitionKeyDefinition } from './partition-key-definition.ts';

describe('createPartitionKeyDefinition', () => {
  it('hashes one path, in version 2', () => {
    expect(createPartitionKeyDefinition(['/pk'])).toEqual({ paths: ['/pk'], kind: 'Hash', version: 2 });
  });

  it('makes several paths a hierarchical key', () => {
    expect(createPartitionKeyDefinition(['/a', '/b/c'])).toEqual({
      paths: ['/a', '/b/c'],
      kind: 'MultiHash',
      version: 2,
    });
  });

  it.each([[[]], [['pk']], [['/']], [['']], [['//']], [['/a/']], [['/"open']], [['/a', '/b', '/c', '/d']]])(
    'refuses %j',
    (paths) => {
      expect(() => createPartitionKeyDefinition(paths)).toThrow(TypeError);
    },
  );
});

describe('readPartitionKeyDefinition', () => {
  it('takes a missing version for version 1', () => {
    expect(readPartitionKeyDefinition({ paths: ['/pk'], kind: 'Hash' })).toEqual({
      paths: ['/pk'],
      kind: 'Hash',
      version: 1,
    });
  });

  it('takes a container without a version for a hashed one, whatever its kind', () => {
    expect(readPartitionKeyDefinition({ paths: ['/pk'], kind: 'Range' }).kind).toBe('Hash');
  });

  it('takes a missing kind for Hash', () => {
    expect(readPartitionKeyDefinition({ paths: ['/pk'], version: 2 }).kind).toBe('Hash');
  });

  it('ignores properties it does not know', () => {
    expect(
      readPartitionKeyDefinition({ paths: ['/_partitionKey'], kind: 'Hash', version: 1, systemKey: true }),
    ).toEqual({
      paths: ['/_partitionKey'],
      kind: 'Hash',
      version: 1,
    });
  });

  it.each([
    ['a hierarchical key of version 1', { paths: ['/a', '/b'], kind: 'MultiHash', version: 1 }],
    ['a hierarchical key without a version', { paths: ['/a', '/b'], kind: 'MultiHash' }],
    ['a hashed key of two paths', { paths: ['/a', '/b'], kind: 'Hash', version: 2 }],
    ['an unknown kind', { paths: ['/a'], kind: 'Tree', version: 2 }],
    ['an unknown version', { paths: ['/a'], kind: 'Hash', version: 3 }],
    ['no paths', { kind: 'Hash', version: 2 }],
    ['a path that is no string', { paths: [1], version: 2 }],
    ['null', null],
    ['a string', '/pk'],
  ])('refuses %s', (_name, json) => {
    expect(() => readPartitionKeyDefinition(json)).toThrow(TypeError);
  });

  it('gives out a frozen definition', () => {
    const definition = readPartitionKeyDefinition({ paths: ['/pk'], version: 2 });
    expect(Object.isFrozen(definition) && Object.isFrozen(definition.paths)).toBe(true);
  });
});

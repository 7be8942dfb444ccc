import { describe, expect, it } from '@jest/globals';
import { FakeTable } from '../../test/fakes/fake-table.ts';
import { byteSum } from '../keys/byte-sum.ts';
import { decimal, padded } from '../keys/key-format.ts';
import { createPartitioner, type PartitionerOptions } from './create-partitioner.ts';
import type { Generation } from './generation.ts';

const SAMPLE = '3479D7A2-5D1A-41A8-B8FF-4F62EB1A07BB';
const generation: Generation = {
  id: 1,
  table: 'sessions',
  partitions: 15,
  strategy: byteSum,
  keyFormat: decimal(),
  state: 'active',
};
const table = (): FakeTable => new FakeTable();
const create = (changes: object): unknown =>
  createPartitioner({ generations: [{ ...generation, ...changes } as Generation], table });

describe('createPartitioner', () => {
  it('locates a row by its GUID alone, whatever the form', () => {
    const partitioner = createPartitioner({ generations: [generation], table });
    const expected = {
      generation: 1,
      table: 'sessions',
      partitionKey: '8',
      rowKey: '3479d7a2-5d1a-41a8-b8ff-4f62eb1a07bb',
    };
    expect(partitioner.locate(SAMPLE)).toEqual([expected]);
    expect(partitioner.locate(`{${SAMPLE}}`)).toEqual([expected]);
    expect(() => partitioner.locate('nobody')).toThrow(expect.objectContaining({ code: 'invalid-guid' }));
  });

  it('lists the keys of all partitions, and knows the client', () => {
    const client = table();
    const partitioner = createPartitioner({ generations: [{ ...generation, partitions: 3 }], table: () => client });
    expect(partitioner.partitions()).toEqual(['0', '1', '2']);
    expect(partitioner.partitions(1)).toEqual(['0', '1', '2']);
    expect(partitioner.client()).toBe(client);
    expect(() => partitioner.partitions(2)).toThrow('There is no generation 2.');
  });

  it('warns about a strategy that loads so many partitions unevenly', () => {
    const warnings: string[] = [];
    const onWarning = (warning: string): void => void warnings.push(warning);
    createPartitioner({ generations: [{ ...generation, partitions: 256 }], table, onWarning });
    expect(warnings).toEqual([]);
    createPartitioner({ generations: [{ ...generation, partitions: 257 }], table, onWarning });
    expect(warnings).toEqual(['byteSum loads 257 partitions unevenly: it is even up to 256.']);
  });

  it.each([
    ['an id of 0', { id: 0 }, 'The id of a generation'],
    ['a table name with a hyphen', { table: 'auth-sessions' }, 'is no table name'],
    ['a table name that is too short', { table: 'ab' }, 'is no table name'],
    ['no partitions', { partitions: 0 }, 'The option partitions'],
    ['partitions the strategy does not reach', { partitions: 4082 }, 'byteSum reaches at most 4081'],
    ['no strategy: it belongs to the data', { strategy: undefined }, 'needs its strategy'],
    ['no key format: it belongs to the data', { keyFormat: undefined }, 'needs its strategy and its keyFormat'],
    ['an unknown state', { state: 'retired' }, "is to be 'active'"],
    ['an unknown field', { partition: 15 }, 'A generation has no option "partition"'],
    ['padding too narrow for the partitions', { keyFormat: padded(1) }, 'need 2 digits'],
    ['a key format that repeats a key', { keyFormat: { name: 'same', keyOf: () => 'x' } }, 'one key'],
    [
      'a key the service does not take',
      { keyFormat: { name: 'slash', keyOf: (partition: number) => `a/${partition}` } },
      'contains "/"',
    ],
  ])('refuses a generation with %s', (_what, changes, message) => {
    expect(() => create(changes)).toThrow(TypeError);
    expect(() => create(changes)).toThrow(message);
  });

  it('refuses none and several generations', () => {
    expect(() => createPartitioner({ generations: [], table })).toThrow('exactly one generation, not 0');
    const two = [generation, { ...generation, id: 2 }];
    expect(() => createPartitioner({ generations: two, table })).toThrow('exactly one generation, not 2');
    expect(() => createPartitioner({ table } as unknown as PartitionerOptions)).toThrow(
      'The option generations is a list',
    );
  });

  it.each([
    ['is no client', {}, 'has no listEntities'],
    ['is of another table', { tableName: 'others' }, 'answered a client of "others"'],
    ['has no URL', { url: 'sessions' }, 'has no http or https URL'],
    ['has no pipeline', { pipeline: undefined }, 'has no pipeline to send conditional deletes through'],
  ])('refuses a client that %s', (_what, changes, message) => {
    const client = _what === 'is no client' ? changes : Object.assign(table(), changes);
    expect(() => createPartitioner({ generations: [generation], table: () => client as FakeTable })).toThrow(message);
  });

  it('refuses unknown options', () => {
    const options = { generations: [generation], table, tables: 1 };
    expect(() => createPartitioner(options as PartitionerOptions)).toThrow('createPartitioner has no option "tables"');
    expect(() => createPartitioner({ generations: [generation] } as unknown as PartitionerOptions)).toThrow(
      'The option table is a function',
    );
  });
});

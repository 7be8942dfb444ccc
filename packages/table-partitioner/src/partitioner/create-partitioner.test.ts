import { describe, expect, it } from '@jest/globals';
import { FakeTable } from '../../test/fakes/fake-table.ts';
import { byteSum } from '../keys/byte-sum.ts';
import { customStrategy } from '../keys/custom-strategy.ts';
import { decimal, padded } from '../keys/key-format.ts';
import { murmur3 } from '../keys/murmur3.ts';
import { partitionKeyForGuid } from '../keys/partition-key-for-guid.ts';
import { createPartitioner } from './create-partitioner.ts';
import type { Generation } from './generation.ts';
import type { PartitionerOptions } from './partitioner-options.ts';

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

  it('warns once of GUIDs that its partitions take unevenly', () => {
    const warnings: string[] = [];
    const onWarning = (warning: string): void => void warnings.push(warning);
    const partitioner = createPartitioner({ generations: [generation], table, onWarning });
    partitioner.locate(SAMPLE);
    expect(warnings).toEqual([]);
    for (const ticks of ['c232ab00', 'c232d210']) partitioner.locate(`${ticks}-9414-11ec-b3c8-9f6bdeced846`);
    expect(warnings).toEqual([expect.stringContaining('byteSum loads 15 partitions unevenly with GUIDs of version 1')]);
  });

  it.each([
    ['an id of 0', { id: 0 }, 'The id of a generation'],
    ['a table name with a hyphen', { table: 'auth-sessions' }, 'is no table name'],
    ['a table name that is too short', { table: 'ab' }, 'is no table name'],
    ['no partitions', { partitions: 0 }, 'The option partitions'],
    ['partitions the strategy does not reach', { partitions: 4082 }, 'byteSum reaches at most 4081'],
    ['no strategy: it belongs to the data', { strategy: undefined }, 'needs its strategy'],
    ['no key format: it belongs to the data', { keyFormat: undefined }, 'needs its strategy and its keyFormat'],
    ['an unknown state', { state: 'open' }, 'is to be announced, active, readonly, retired; "open" is none'],
    ['a closedAt that is no date', { closedAt: 'yesterday' }, 'is a valid Date'],
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

  it.each<readonly [string, readonly object[], string]>([
    ['none', [], 'Exactly one generation is active, not 0'],
    ['none active', [{ state: 'readonly' }], 'Exactly one generation is active, not 0'],
    ['two active', [{}, { id: 2, table: 'sessions2' }], 'Exactly one generation is active, not 2 (1, 2)'],
    ['descending ids', [{ id: 2 }, { id: 1, state: 'readonly', table: 'older' }], 'ascend; 1 comes after 2'],
    ['one id twice', [{}, { state: 'retired', table: 'older' }], 'ascend; 1 comes after 1'],
    ['one table twice', [{ state: 'readonly' }, { id: 2, table: 'Sessions' }], 'share the table "Sessions"'],
    ['one announced too late', [{ state: 'announced' }, { id: 2, table: 'newer' }], 'the active one, 2, is newer'],
    ['one closed too early', [{}, { id: 2, table: 'newer', state: 'readonly' }], 'newer than the active one, 1'],
  ])('refuses generations of which there are %s', (_what, changes, message) => {
    const generations = changes.map((change) => ({ ...generation, ...change }) as Generation);
    expect(() => createPartitioner({ generations, table })).toThrow(TypeError);
    expect(() => createPartitioner({ generations, table })).toThrow(message);
  });

  it('looks in the right partition of every generation, whatever the strategy of one does with its bytes', () => {
    const greedy = customStrategy({
      name: 'greedy',
      partitionOf(guid) {
        guid.fill(0);
        return 0;
      },
    });
    const strategies = [byteSum, greedy, murmur3, greedy];
    const generations = strategies.map((strategy, index): Generation => {
      const [id, last] = [index + 1, index === strategies.length - 1];
      return { ...generation, id, table: `table${id}`, strategy, partitions: 15, state: last ? 'active' : 'readonly' };
    });
    const clients = (name: string): FakeTable => new FakeTable(name);
    const located = createPartitioner({ generations, table: clients }).locate(SAMPLE);
    const expected = generations
      .toReversed()
      .map(({ strategy, keyFormat }) =>
        strategy === greedy ? '0' : partitionKeyForGuid(SAMPLE, { partitions: 15, strategy, keyFormat }),
      );
    expect(located.map(({ partitionKey }) => partitionKey)).toEqual(expected);
    expect(expected[3]).toBe('8');
  });

  it('refuses generations that are no list', () => {
    expect(() => createPartitioner({ table } as unknown as PartitionerOptions)).toThrow(
      'The option generations is a list',
    );
  });

  it.each([
    ['is no client', {}, 'has no listEntities'],
    ['is of another table', { tableName: 'others' }, 'answered a client of "others"'],
    ['has no URL', { url: 'sessions' }, 'has no http or https URL'],
  ])('refuses a client that %s', (_what, changes, message) => {
    const client = _what === 'is no client' ? changes : Object.assign(table(), changes);
    expect(() => createPartitioner({ generations: [generation], table: () => client as FakeTable })).toThrow(message);
  });

  it('does without a pipeline until it is to send batches', () => {
    const partitioner = createPartitioner({
      generations: [generation],
      table: () => Object.assign(table(), { pipeline: undefined }) as unknown as FakeTable,
    });
    expect(partitioner.table().tableName).toBe('sessions');
    expect(() => partitioner.client()).toThrow('has no pipeline to send conditional deletes through');
  });

  it('refuses unknown options', () => {
    const options = { generations: [generation], table, tables: 1 };
    expect(() => createPartitioner(options as PartitionerOptions)).toThrow('createPartitioner has no option "tables"');
    expect(() => createPartitioner({ generations: [generation] } as unknown as PartitionerOptions)).toThrow(
      'The option table is a function',
    );
  });
});

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { parseGuid } from '../guid/parse-guid.ts';
import { byteSum } from './byte-sum.ts';
import { describeSkew, describeSkewOf } from './describe-skew.ts';
import { jump } from './jump.ts';
import { murmur3 } from './murmur3.ts';
import { partitionKeyForGuid } from './partition-key-for-guid.ts';

const VERSION_1 = 'c232ab00-9414-11ec-b3c8-9f6bdeced846';
const VERSION_4 = '919108f7-52d1-4320-9bac-f847db4148a8';

describe('describeSkew', () => {
  it.each([
    [byteSum, 256],
    [murmur3, 2 ** 25],
    [jump, 2 ** 20],
  ])('has nothing to say about $name up to $1 partitions', (strategy, most) => {
    expect(describeSkew({ strategy, partitions: most })).toBeUndefined();
    expect(describeSkew({ strategy, partitions: most + 1 })).toBe(
      `${strategy.name} loads ${most + 1} partitions unevenly: it is even up to ${most}.`,
    );
  });

  it('believes strategies of users that name no limit', () => {
    expect(describeSkew({ strategy: { name: 'mine', partitionOf: () => 0 }, partitions: 1e9 })).toBeUndefined();
  });
});

describe('describeSkewOf', () => {
  const { bytes } = parseGuid(VERSION_1);

  it.each([3, 5, 15, 17, 51, 85, 255, 10, 30, 67, 100, 256])(
    'warns of byteSum and %i partitions once a GUID of version 1 is seen',
    (partitions) => {
      expect(describeSkewOf(bytes, { strategy: byteSum, partitions })).toMatch(/unevenly with GUIDs of version 1/);
      expect(describeSkewOf(parseGuid(VERSION_4).bytes, { strategy: byteSum, partitions })).toBeUndefined();
      expect(describeSkewOf(bytes, { strategy: murmur3, partitions })).toBeUndefined();
      expect(describeSkewOf(bytes, { strategy: jump, partitions })).toBeUndefined();
    },
  );

  it.each([1, 2, 4, 8, 16, 32, 64, 13])('has nothing to say about byteSum and %i partitions', (partitions) => {
    expect(describeSkewOf(bytes, { strategy: byteSum, partitions })).toBeUndefined();
  });

  it('sees no version in bytes that are no RFC 9562 GUID', () => {
    const integer = parseGuid('00000000-0000-1000-0000-000000000007').bytes;
    expect(describeSkewOf(integer, { strategy: byteSum, partitions: 15 })).toBeUndefined();
  });
});

describe('partitionKeyForGuid', () => {
  it('tells each warning once to whom it is given', () => {
    const warnings: string[] = [];
    const onWarning = (warning: string): void => void warnings.push(warning);
    for (let time = 0; time < 3; time++) {
      partitionKeyForGuid(VERSION_4, { partitions: 257, onWarning });
      partitionKeyForGuid(VERSION_1, { partitions: 15, onWarning });
      partitionKeyForGuid(VERSION_4, { partitions: 15, onWarning });
      partitionKeyForGuid(VERSION_1, { partitions: 30, onWarning });
      partitionKeyForGuid(VERSION_1, { partitions: 15, strategy: murmur3, onWarning });
    }
    expect(warnings.map((warning) => warning.slice(0, 50))).toEqual([
      'byteSum loads 257 partitions unevenly: it is even ',
      'byteSum loads 15 partitions unevenly with GUIDs of',
      'byteSum loads 30 partitions unevenly with GUIDs of',
    ]);

    const others: string[] = [];
    partitionKeyForGuid(VERSION_1, { partitions: 15, onWarning: (warning) => void others.push(warning) });
    expect(others).toEqual([warnings[1]]);
  });

  it('goes on with its own GUID when whoever is told derives the key of another one', () => {
    const onWarning = (): void => void partitionKeyForGuid(VERSION_4, { partitions: 255 });
    expect(partitionKeyForGuid(VERSION_1, { partitions: 255, onWarning })).toBe('155');
    expect(partitionKeyForGuid(VERSION_4, { partitions: 255 })).toBe('65');
  });

  it('tells the process once when nobody else is to be told', () => {
    const program = `
      import { partitionKeyForGuid } from '@perdura/table-partitioner';
      for (let time = 0; time < 3; time++) partitionKeyForGuid('${VERSION_4}', { partitions: 300 });
    `;
    const flags = ['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning', '--input-type=module'];
    const { stderr } = spawnSync(process.execPath, [...flags, '--eval', program], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(stderr.match(/Warning: .*/g)).toEqual([
      'Warning: byteSum loads 300 partitions unevenly: it is even up to 256.',
    ]);
    expect(stderr).toContain('[PERDURA_UNEVEN_PARTITIONS]');
  });
});

import * as fc from 'fast-check';
import { type AccountCommand, command } from '../command.ts';
import { expectSame } from '../compare.ts';
import { containerIds, databaseIds } from '../names.ts';
import { findContainer, pathOf } from '../target.ts';

const targets = { database: databaseIds, container: containerIds, chosen: fc.nat({ max: 20 }) };

/** Splits a partition. To the model nothing happens: that is the point. */
export const splitPartition: fc.Arbitrary<AccountCommand> = fc.record(targets).map((input) =>
  command(`splitPartition ${JSON.stringify(input)}`, async (model, real) => {
    if (findContainer(model, input) === undefined) return;
    const ranges = await rangesOf();
    const range = ranges[input.chosen % ranges.length];
    // Enough of them: each split halves what the next one can halve.
    if (range === undefined || ranges.length > 8) return;
    const { database, container } = input;
    const ids = await real.control.splitPartition({ database, container, partitionKeyRangeId: range.id });
    const after = await rangesOf();
    const expected = ranges.flatMap(({ id }) => (id === range.id ? ids : [id]));
    expectSame(
      'ranges after a split',
      after.map(({ id }) => id),
      expected,
    );

    async function rangesOf(): Promise<readonly { readonly id: string }[]> {
      return (await real.send('East US', 'GET', `${pathOf(input)}/pkranges`)).json.PartitionKeyRanges;
    }
  }),
);

/** Merges two adjacent partitions. Positions and session tokens change, the content does not. */
export const mergePartitions: fc.Arbitrary<AccountCommand> = fc.record(targets).map((input) =>
  command(`mergePartitions ${JSON.stringify(input)}`, async (model, real) => {
    if (findContainer(model, input) === undefined) return;
    const { json } = await real.send('East US', 'GET', `${pathOf(input)}/pkranges`);
    const ranges: readonly { readonly id: string }[] = json.PartitionKeyRanges;
    if (ranges.length < 2) return;
    const index = input.chosen % (ranges.length - 1);
    const [left, right] = ranges.slice(index, index + 2);
    if (left === undefined || right === undefined) return;
    const { database, container } = input;
    const partitionKeyRangeIds = [left.id, right.id] as const;
    await real.control.mergePartitions({ database, container, partitionKeyRangeIds });
    const gone = await real.send('East US', 'GET', `${pathOf(input)}/docs`, {
      headers: { 'x-ms-documentdb-partitionkeyrangeid': left.id },
    });
    expectSame('the range that is gone', [gone.status, gone.headers['x-ms-substatus']], [410, '1002']);
  }),
);

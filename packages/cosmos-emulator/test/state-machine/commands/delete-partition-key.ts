import * as fc from 'fast-check';
import { type AccountCommand, command } from '../command.ts';
import { expectSame } from '../compare.ts';
import { keyHeader, remove } from '../model.ts';
import { containerIds, databaseIds, keys } from '../names.ts';
import { findContainer, keyIn, pathOf } from '../target.ts';

/** Deletes all items of a partition key. */
export const deletePartitionKey: fc.Arbitrary<AccountCommand> = fc
  .record({ database: databaseIds, container: containerIds, key: keys })
  .map((input) =>
    command(`deletePartitionKey ${JSON.stringify(input)}`, async (model, real) => {
      const container = findContainer(model, input);
      const header = keyHeader(keyIn(container, input.key));
      const { status } = await real.send('East US', 'POST', `${pathOf(input)}/operations/partitionkeydelete`, {
        headers: { 'x-ms-documentdb-partitionkey': header },
      });
      expectSame('status of deletePartitionKey', status, container === undefined ? 404 : 200);
      for (const [place, { key }] of container?.items ?? []) {
        if (container !== undefined && keyHeader(key) === header) remove(container, place);
      }
    }),
  );

import * as fc from 'fast-check';
import type { AccountCommand } from './command.ts';
import { carryOutBatch } from './commands/carry-out-batch.ts';
import { createContainer, createDatabase, deleteContainer, deleteDatabase } from './commands/change-metadata.ts';
import { mergePartitions, splitPartition } from './commands/change-partitions.ts';
import { advanceClock, drainReplication, pauseReplication, resumeReplication } from './commands/change-replication.ts';
import { deleteItem } from './commands/delete-item.ts';
import { deletePartitionKey } from './commands/delete-partition-key.ts';
import { listItems } from './commands/list-items.ts';
import { patchItem } from './commands/patch-item.ts';
import { queryItems } from './commands/query-items.ts';
import { readChanges } from './commands/read-changes.ts';
import { readInSession } from './commands/read-in-session.ts';
import { readItem } from './commands/read-item.ts';
import { replaceContainer } from './commands/replace-container.ts';
import { writeItem } from './commands/write-item.ts';
import { setUp } from './set-up.ts';

/** Rare, so that there is something to lose. */
const metadata = fc.oneof(
  createDatabase,
  createDatabase,
  createContainer,
  createContainer,
  createContainer,
  deleteDatabase,
  deleteContainer,
);

/** What may happen; commands that are named several times happen more often. */
const commands: fc.Arbitrary<AccountCommand>[] = [
  ...Array<fc.Arbitrary<AccountCommand>>(12).fill(writeItem),
  ...Array<fc.Arbitrary<AccountCommand>>(5).fill(readItem),
  ...Array<fc.Arbitrary<AccountCommand>>(2).fill(deleteItem),
  ...Array<fc.Arbitrary<AccountCommand>>(4).fill(readInSession),
  ...Array<fc.Arbitrary<AccountCommand>>(5).fill(patchItem),
  ...Array<fc.Arbitrary<AccountCommand>>(6).fill(carryOutBatch),
  deletePartitionKey,
  replaceContainer,
  replaceContainer,
  listItems,
  queryItems,
  queryItems,
  readChanges,
  readChanges,
  metadata,
  splitPartition,
  mergePartitions,
  pauseReplication,
  pauseReplication,
  resumeReplication,
  drainReplication,
  advanceClock,
  advanceClock,
];

/** Does random things to an account and to a model, and fails with the shortest sequence after which they differ. */
export async function runStateMachine({ runs, seed }: { readonly runs: number; readonly seed: number }): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 150, size: 'max' }), async (steps) => {
      await fc.asyncModelRun(setUp, steps);
    }),
    { numRuns: runs, seed },
  );
}

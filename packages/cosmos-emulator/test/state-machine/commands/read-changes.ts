import * as fc from 'fast-check';
import { type AccountCommand, command } from '../command.ts';
import { expectSame, withoutSystemProperties } from '../compare.ts';
import { keyHeader } from '../model.ts';
import { containerIds, databaseIds, keys } from '../names.ts';
import { bodyOf, findContainer, keyIn, pathOf } from '../target.ts';

/** Reads the changes of one partition key from the beginning: the latest version of each item, in the order of the writes. */
export const readChanges: fc.Arbitrary<AccountCommand> = fc
  .record({ database: databaseIds, container: containerIds, key: keys })
  .map((input) =>
    command(`readChanges ${JSON.stringify(input)}`, async (model, real) => {
      const container = findContainer(model, input);
      const key = keyIn(container, input.key);
      const seen = new Map<string, unknown>();
      let etag: string | undefined;
      for (;;) {
        const { status, headers, json } = await real.send('East US', 'GET', `${pathOf(input)}/docs`, {
          headers: {
            'a-im': 'Incremental Feed',
            'x-ms-max-item-count': '2',
            'x-ms-documentdb-partitionkey': keyHeader(key),
            ...(etag !== undefined && { 'if-none-match': etag }),
          },
        });
        if (container === undefined) {
          expectSame('status of changes', status, 404);
          return;
        }
        if (status === 304) break;
        expectSame('status of changes', status, 200);
        for (const item of json.Documents) {
          // A later change takes the place of an earlier one; after a merge a change may come twice.
          seen.delete(item.id);
          seen.set(item.id, withoutSystemProperties(item));
        }
        if (headers.etag === etag) throw new Error(`The change feed does not move on from ${etag}.`);
        etag = headers.etag;
      }
      const expected = container.changes
        .flatMap((place) => container.items.get(place) ?? [])
        .filter((item) => keyHeader(item.key) === keyHeader(key))
        .map((item) => bodyOf(container, item.id, item.key, item.content));
      expectSame('changes', [...seen.values()], expected);
    }),
  );

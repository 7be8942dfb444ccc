import * as fc from 'fast-check';
import { act } from '../act.ts';
import { type AccountCommand, command } from '../command.ts';
import { expectSame, withoutSystemProperties } from '../compare.ts';
import { keyHeader, placeOf, put } from '../model.ts';
import { containerIds, databaseIds, itemIds, keys, patches, versions } from '../names.ts';
import { bodyOf, etagOf, findContainer, keyIn, pathOf } from '../target.ts';

/** Patches an item, with or without `if-match` and a condition. */
export const patchItem: fc.Arbitrary<AccountCommand> = fc
  .record({
    database: databaseIds,
    container: containerIds,
    id: itemIds,
    key: keys,
    version: versions,
    operations: patches,
    /** The item is patched only if its total is not above this. */
    maxTotal: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  })
  .map((input) =>
    command(`patchItem ${JSON.stringify(input)}`, async (model, real) => {
      const { id, operations, maxTotal, version } = input;
      const container = findContainer(model, input);
      const key = keyIn(container, input.key);
      const existing = container?.items.get(placeOf(key, id));
      const ifMatch = etagOf(version, existing);
      const path = `${pathOf(input)}/docs/${encodeURIComponent(id)}`;
      const condition = maxTotal === undefined ? undefined : `from c where c.total <= ${maxTotal}`;
      const { status, headers, json } = await real.send('East US', 'PATCH', path, {
        body: { operations, condition },
        headers: {
          'x-ms-documentdb-partitionkey': keyHeader(key),
          ...(ifMatch !== undefined && { 'if-match': ifMatch }),
        },
      });
      const answered = [status, headers['x-ms-substatus'] ?? '0'];
      if (container === undefined) return expectSame('status of patch', answered, [404, '1003']);
      const isMet = maxTotal === undefined || Number(existing?.content.total) <= maxTotal;
      if (existing !== undefined && version !== 'other' && !isMet)
        return expectSame('status of patch', answered, [412, '1110']);

      const { status: expected, item } = act(container, key, { kind: 'patch', id, operations }, { ifMatch, ...model });
      expectSame('status of patch', answered, expected);
      if (item === undefined) return;
      expectSame('item of patch', withoutSystemProperties(json), bodyOf(container, id, key, item.content));
      put(container, { ...item, etag: json._etag });
    }),
  );

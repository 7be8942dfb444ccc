import * as fc from 'fast-check';
import { type AccountCommand, command } from '../command.ts';
import { expectSame, withoutSystemProperties } from '../compare.ts';
import { itemsIn, placeOf } from '../model.ts';
import { containerIds, databaseIds, itemIds, keys, regions, versions } from '../names.ts';
import { bodyOf, etagOf, findContainer, keyIn, pathOf } from '../target.ts';

/** Reads an item in either region, with or without `if-none-match`. */
export const readItem: fc.Arbitrary<AccountCommand> = fc
  .record({
    database: databaseIds,
    container: containerIds,
    id: itemIds,
    key: keys,
    region: regions,
    version: versions,
  })
  .map((input) =>
    command(`readItem ${JSON.stringify(input)}`, async (model, real) => {
      const { id, region, version } = input;
      const container = findContainer(model, input);
      const key = keyIn(container, input.key);
      const item = container && itemsIn(model, container, region).get(placeOf(key, id));
      const known = etagOf(version, item);
      const { status, headers, json } = await real.send(
        region,
        'GET',
        `${pathOf(input)}/docs/${encodeURIComponent(id)}`,
        {
          pk: key.map((value) => (value === undefined ? {} : value)),
          headers: known === undefined ? {} : { 'if-none-match': known },
        },
      );
      const expected =
        container === undefined
          ? [404, '1003']
          : item === undefined
            ? [404, '0']
            : [version === 'none' || version === 'other' ? 200 : 304, '0'];
      expectSame('status of read', [status, headers['x-ms-substatus'] ?? '0'], expected);
      if (item === undefined) return;
      expectSame('ETag of read', headers.etag, item.etag);
      if (status === 200) {
        expectSame('item of read', withoutSystemProperties(json), bodyOf(container, id, item.key, item.content));
      }
    }),
  );

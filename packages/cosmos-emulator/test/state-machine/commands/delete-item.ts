import * as fc from 'fast-check';
import { type AccountCommand, command } from '../command.ts';
import { expectSame } from '../compare.ts';
import { placeOf, remove } from '../model.ts';
import { containerIds, databaseIds, itemIds, keys, versions } from '../names.ts';
import { etagOf, findContainer, keyIn, pathOf } from '../target.ts';

/** Deletes an item, with or without `if-match`. */
export const deleteItem: fc.Arbitrary<AccountCommand> = fc
  .record({ database: databaseIds, container: containerIds, id: itemIds, key: keys, version: versions })
  .map((input) =>
    command(`deleteItem ${JSON.stringify(input)}`, async (model, real) => {
      const container = findContainer(model, input);
      const key = keyIn(container, input.key);
      const place = placeOf(key, input.id);
      const existing = container?.items.get(place);
      const ifMatch = etagOf(input.version, existing);
      const { status } = await real.send('East US', 'DELETE', `${pathOf(input)}/docs/${encodeURIComponent(input.id)}`, {
        pk: key.map((value) => (value === undefined ? {} : value)),
        headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
      });
      expectSame('status of delete', status, existing === undefined ? 404 : input.version === 'other' ? 412 : 204);
      if (status === 204 && container !== undefined) remove(container, place);
    }),
  );

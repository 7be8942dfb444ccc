import * as fc from 'fast-check';
import { act } from '../act.ts';
import { type AccountCommand, command } from '../command.ts';
import { expectSame } from '../compare.ts';
import { placeOf } from '../model.ts';
import { containerIds, databaseIds, itemIds, keys, versions } from '../names.ts';
import { etagOf, findContainer, keyIn, pathOf } from '../target.ts';

/** Deletes an item, with or without `if-match`. */
export const deleteItem: fc.Arbitrary<AccountCommand> = fc
  .record({ database: databaseIds, container: containerIds, id: itemIds, key: keys, version: versions })
  .map((input) =>
    command(`deleteItem ${JSON.stringify(input)}`, async (model, real) => {
      const container = findContainer(model, input);
      const key = keyIn(container, input.key);
      const existing = container?.items.get(placeOf(key, input.id));
      const ifMatch = etagOf(input.version, existing);
      const { status } = await real.send('East US', 'DELETE', `${pathOf(input)}/docs/${encodeURIComponent(input.id)}`, {
        pk: key.map((value) => (value === undefined ? {} : value)),
        headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
      });
      if (container === undefined) return expectSame('status of delete', status, 404);
      const { status: expected } = act(container, key, { kind: 'delete', id: input.id }, { ifMatch, ...model });
      expectSame('status of delete', status, expected[0]);
    }),
  );

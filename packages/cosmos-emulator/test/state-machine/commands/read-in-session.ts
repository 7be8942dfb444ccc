import * as fc from 'fast-check';
import { type AccountCommand, command } from '../command.ts';
import { expectSame } from '../compare.ts';
import { itemsIn, placeOf } from '../model.ts';
import { containerIds, databaseIds, itemIds, keys } from '../names.ts';
import { findContainer, keyIn, pathOf } from '../target.ts';

/** Reads an item where it was written, then elsewhere in the same session: 404/1002, or the same again. */
export const readInSession: fc.Arbitrary<AccountCommand> = fc
  .record({ database: databaseIds, container: containerIds, id: itemIds, key: keys })
  .map((input) =>
    command(`readInSession ${JSON.stringify(input)}`, async (model, real) => {
      const container = findContainer(model, input);
      if (container === undefined) return;
      const key = keyIn(container, input.key);
      const path = `${pathOf(input)}/docs/${encodeURIComponent(input.id)}`;
      const pk = key.map((value) => (value === undefined ? {} : value));
      const first = await real.send('East US', 'GET', path, { pk });
      const token = first.headers['x-ms-session-token'] ?? '';
      const second = await real.send('West US', 'GET', path, { pk, headers: { 'x-ms-session-token': token } });

      const place = placeOf(key, input.id);
      const isBehind = itemsIn(model, container, 'West US').get(place) !== container.items.get(place);
      const isRefused = second.headers['x-ms-substatus'] === '1002';
      if (isBehind && !isRefused) throw new Error(`A region that is behind ${token} answered ${second.status}.`);
      if (!model.isPaused && isRefused) throw new Error(`A region that has everything refused ${token}.`);
      if (!isRefused)
        expectSame('read in a session', [second.status, second.json?._etag], [first.status, first.json?._etag]);
    }),
  );

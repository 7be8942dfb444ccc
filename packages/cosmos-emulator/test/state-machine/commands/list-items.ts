import * as fc from 'fast-check';
import { type AccountCommand, command } from '../command.ts';
import { expectSame, sorted } from '../compare.ts';
import { itemsIn } from '../model.ts';
import { containerIds, databaseIds, regions } from '../names.ts';
import { bodyOf, findContainer, pathOf } from '../target.ts';

/** Lists all items of a container, in pages. */
export const listItems: fc.Arbitrary<AccountCommand> = fc
  .record({ database: databaseIds, container: containerIds, region: regions, pageSize: fc.integer({ min: 1, max: 4 }) })
  .map((input) =>
    command(`listItems ${JSON.stringify(input)}`, async (model, real) => {
      const container = findContainer(model, input);
      const listed = [];
      let continuation = '';
      do {
        const { status, headers, json } = await real.send(input.region, 'GET', `${pathOf(input)}/docs`, {
          headers: { 'x-ms-max-item-count': String(input.pageSize), 'x-ms-continuation': continuation },
        });
        expectSame('status of list', status, container === undefined ? 404 : 200);
        if (container === undefined) return;
        listed.push(...json.Documents);
        continuation = headers['x-ms-continuation'] ?? '';
      } while (continuation !== '');
      if (container === undefined) return;
      const items = [...itemsIn(model, container, input.region).values()];
      const expected = items.map(({ id, key, content }) => bodyOf(container, id, key, content));
      expectSame('list', sorted(listed), sorted(JSON.parse(JSON.stringify(expected))));
    }),
  );

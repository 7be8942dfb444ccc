import * as fc from 'fast-check';
import { type AccountCommand, command } from '../command.ts';
import { expectSame, sorted } from '../compare.ts';
import { itemsIn, keyHeader } from '../model.ts';
import { containerIds, databaseIds, keys, regions } from '../names.ts';
import { bodyOf, findContainer, keyIn, pathOf } from '../target.ts';

/** Asks for items by a property, in one partition key or in all. */
export const queryItems: fc.Arbitrary<AccountCommand> = fc
  .record({
    database: databaseIds,
    container: containerIds,
    region: regions,
    key: fc.option(keys, { nil: undefined }),
    total: fc.integer({ min: 0, max: 5 }),
  })
  .map((input) =>
    command(`queryItems ${JSON.stringify(input)}`, async (model, real) => {
      const container = findContainer(model, input);
      const key = input.key && keyIn(container, input.key);
      const found = [];
      let continuation = '';
      do {
        const { status, headers, json } = await real.send(input.region, 'POST', `${pathOf(input)}/docs`, {
          body: {
            query: 'SELECT * FROM c WHERE c.total >= @total',
            parameters: [{ name: '@total', value: input.total }],
          },
          headers: {
            'content-type': 'application/query+json',
            'x-ms-documentdb-isquery': 'true',
            'x-ms-max-item-count': '3',
            'x-ms-continuation': continuation,
            ...(key === undefined
              ? { 'x-ms-documentdb-query-enablecrosspartition': 'true' }
              : { 'x-ms-documentdb-partitionkey': keyHeader(key) }),
          },
        });
        expectSame('status of query', status, container === undefined ? 404 : 200);
        if (container === undefined) return;
        found.push(...json.Documents);
        continuation = headers['x-ms-continuation'] ?? '';
      } while (continuation !== '');
      if (container === undefined) return;
      const expected = [...itemsIn(model, container, input.region).values()]
        .filter((item) => Number(item.content.total) >= input.total)
        .filter((item) => key === undefined || keyHeader(item.key) === keyHeader(key))
        .map((item) => bodyOf(container, item.id, item.key, item.content));
      expectSame('results', sorted(found), sorted(JSON.parse(JSON.stringify(expected))));
    }),
  );

import * as fc from 'fast-check';
import { type AccountCommand, command } from '../command.ts';
import { expectSame } from '../compare.ts';
import { removeExpired } from '../model.ts';
import { containerIds, databaseIds, defaultTtls } from '../names.ts';
import { definitionOf } from '../set-up.ts';
import { findContainer, pathOf } from '../target.ts';

/** What a replacement may ask for besides another default time to live, and what it is answered. */
const changes = fc.constantFrom<{ readonly status: number; readonly properties: object }>(
  { status: 200, properties: {} },
  { status: 200, properties: { indexingPolicy: { indexingMode: 'none', automatic: false } } },
  { status: 400, properties: { partitionKey: { paths: ['/other'], kind: 'Hash', version: 2 } } },
  { status: 403, properties: { uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/other'] }] } } },
);

/**
 * Replaces the properties of a container.
 *
 * Not while a region lags: whether that shows what the old default would have ended is nobody's promise.
 */
export const replaceContainer: fc.Arbitrary<AccountCommand> = fc
  .record({ database: databaseIds, container: containerIds, defaultTtl: defaultTtls, change: changes })
  .map((input) =>
    command(`replaceContainer ${JSON.stringify(input)}`, async (model, real) => {
      if (model.isPaused) return;
      const { defaultTtl, change } = input;
      const container = findContainer(model, input);
      const { status, json } = await real.send('East US', 'PUT', pathOf(input), {
        body: { ...definitionOf(input.container), defaultTtl, ...change.properties },
      });
      expectSame('status of replaceContainer', status, container === undefined ? 404 : change.status);
      if (status !== 200 || container === undefined) return;
      expectSame('default time to live', json.defaultTtl, defaultTtl);
      container.defaultTtl = defaultTtl;
      removeExpired(model);
    }),
  );

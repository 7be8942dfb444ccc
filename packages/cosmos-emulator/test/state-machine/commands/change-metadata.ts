import * as fc from 'fast-check';
import { type AccountCommand, command } from '../command.ts';
import { expectSame } from '../compare.ts';
import { containerIds, databaseIds, defaultTtls } from '../names.ts';
import { sendCreateContainer } from '../set-up.ts';
import { findContainer, pathOf } from '../target.ts';

/** Creates a database. */
export const createDatabase: fc.Arbitrary<AccountCommand> = databaseIds.map((id) =>
  command(`createDatabase ${id}`, async (model, real) => {
    const { status } = await real.send('East US', 'POST', '/dbs', { body: { id } });
    expectSame('status of createDatabase', status, model.databases.has(id) ? 409 : 201);
    if (status === 201) model.databases.set(id, new Map());
  }),
);

/** Deletes a database with all there is in it. */
export const deleteDatabase: fc.Arbitrary<AccountCommand> = databaseIds.map((id) =>
  command(`deleteDatabase ${id}`, async (model, real) => {
    const { status } = await real.send('East US', 'DELETE', `/dbs/${encodeURIComponent(id)}`);
    expectSame('status of deleteDatabase', status, model.databases.delete(id) ? 204 : 404);
    for (const key of real.sessions.keys()) {
      if (key.startsWith(`/dbs/${encodeURIComponent(id)}/`)) real.sessions.delete(key);
    }
  }),
);

/** Creates a container. */
export const createContainer: fc.Arbitrary<AccountCommand> = fc
  .record({ database: databaseIds, container: containerIds, defaultTtl: defaultTtls })
  .map((input) =>
    command(`createContainer ${JSON.stringify(input)}`, async (model, real) => {
      const { status, created } = await sendCreateContainer(real, input);
      const database = model.databases.get(input.database);
      expectSame(
        'status of createContainer',
        status,
        database === undefined ? 404 : database.has(input.container) ? 409 : 201,
      );
      if (status === 201) database?.set(input.container, created);
    }),
  );

/** Deletes a container. */
export const deleteContainer: fc.Arbitrary<AccountCommand> = fc
  .record({ database: databaseIds, container: containerIds })
  .map((input) =>
    command(`deleteContainer ${JSON.stringify(input)}`, async (model, real) => {
      const container = findContainer(model, input);
      const { status } = await real.send('East US', 'DELETE', pathOf(input));
      expectSame('status of deleteContainer', status, container === undefined ? 404 : 204);
      model.databases.get(input.database)?.delete(input.container);
      for (const key of real.sessions.keys()) if (key.startsWith(`${pathOf(input)} `)) real.sessions.delete(key);
    }),
  );

import type { EntityListing } from '@perdura/durable-client';
import type { Command } from '../command.ts';
import { printPages } from '../output/print-pages.ts';
import { printable } from '../output/printable.ts';
import { report } from '../output/report.ts';
import { readJson } from '../values/read-json.ts';
import { readWholeNumber } from '../values/read-whole-number.ts';
import { clientFlags, connect } from './connect.ts';

/** `entities`: those of a hub, with their states. */
export const entities: Command = {
  name: 'entities',
  positionals: ['[name]'],
  summary: 'lists entities with their states, of one name or all',
  flags: { limit: { value: '<n>', help: 'at most so many (default all)' }, ...clientFlags },
  run: async (call, context) => {
    const [entity] = call.positionals;
    const limit = readWholeNumber('limit', call.text('limit'), 1);
    const query = connect(call, context).listEntities({ entity, fetchState: true });
    async function* pages(): AsyncGenerator<readonly EntityListing[]> {
      for await (const page of query.pages()) yield page.entities;
    }
    const format = {
      heading: ['ENTITY', 'KEY', 'LAST USED', 'STATE'],
      rowOf,
      none: 'There are no such entities.',
      limit,
    };
    await printPages(pages(), format, call, context);
  },
};

/** `signal`: an operation of an entity. */
export const signal: Command = {
  name: 'signal',
  positionals: ['<entity>', '<key>', '<operation>', '[json]'],
  summary: 'has an entity carry out an operation, without an answer',
  details: ['The input is JSON; - takes it from standard input. An entity that does not exist yet is made.'],
  flags: clientFlags,
  run: async (call, context) => {
    const [name = '', key = '', operation = '', json] = call.positionals;
    const input = await readJson('the input', json, context);
    await connect(call, context).signalEntity({ name, key }, operation, input);
    report(call, context, { name, key, operation }, `Signalled '${operation}' to entity '${name}' of key '${key}'.`);
  },
};

function rowOf({ entityId, lastOperationTime, state }: EntityListing): readonly string[] {
  const stateText = state === undefined ? '' : JSON.stringify(state);
  return [entityId.name, entityId.key, lastOperationTime?.toISOString() ?? '', stateText].map(printable);
}

import type { OrchestrationStatus, RuntimeStatus } from '@perdura/durable-client';
import type { Command } from '../command.ts';
import { printPages } from '../output/print-pages.ts';
import { printable } from '../output/printable.ts';
import { readTime } from '../values/read-time.ts';
import { readWholeNumber } from '../values/read-whole-number.ts';
import { clientFlags, connect } from './connect.ts';

const heading = ['INSTANCE', 'ORCHESTRATION', 'STATUS', 'CREATED', 'UPDATED'];

/** `list`: the instances of a hub, page by page as the host sends them. */
export const list: Command = {
  name: 'list',
  positionals: [],
  summary: 'lists instances, oldest first',
  details: ['With --json: one line for each instance, as the client answers it.'],
  flags: {
    status: {
      value: '<a,b>',
      help: 'only in one of these: Pending, Running, Suspended, Completed, Failed, Terminated',
    },
    prefix: { value: '<text>', help: 'only ids that begin so' },
    'created-from': { value: '<time>', help: 'only started then or later, such as 2026-02-03T10:00:00Z' },
    'created-to': { value: '<time>', help: 'only started then or earlier' },
    limit: { value: '<n>', help: 'at most so many (default all)' },
    ...clientFlags,
  },
  run: async (call, context) => {
    const limit = readWholeNumber('limit', call.text('limit'), 1);
    const filter = {
      // Checked by the client.
      runtimeStatuses: call.text('status')?.split(',') as RuntimeStatus[] | undefined,
      instanceIdPrefix: call.text('prefix'),
      createdTimeFrom: readTime('created-from', call.text('created-from')),
      createdTimeTo: readTime('created-to', call.text('created-to')),
      showInput: call.has('json'),
      ...(limit !== undefined && limit < defaultPageSize && { pageSize: limit }),
    };
    const query = connect(call, context).queryStatuses(filter);
    async function* pages(): AsyncGenerator<readonly OrchestrationStatus[]> {
      for await (const { statuses } of query.pages()) yield statuses;
    }
    const format = { heading, rowOf, none: 'There are no such instances.', limit };
    await printPages(pages(), format, call, context);
  },
};

/** Instances in a page unless it is told otherwise, as in the Durable extension. */
const defaultPageSize = 100;

function rowOf({ instanceId, name, runtimeStatus, createdTime, lastUpdatedTime }: OrchestrationStatus): string[] {
  const times = [createdTime, lastUpdatedTime].map((time) => time.toISOString());
  return [...[instanceId, name, runtimeStatus].map(printable), ...times];
}

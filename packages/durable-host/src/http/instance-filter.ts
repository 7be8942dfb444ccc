import type { InstanceFilter } from '../store/instance-table.ts';
import type { Query } from './query.ts';

/** Reads which instances are meant from `createdTimeFrom`, `createdTimeTo`, `runtimeStatus` (names, separated by commas) and `instanceIdPrefix`. */
export function readFilter(query: Query): InstanceFilter {
  return {
    createdFromMs: query.timeMs('createdTimeFrom'),
    createdToMs: query.timeMs('createdTimeTo'),
    statuses: query
      .text('runtimeStatus')
      ?.split(',')
      .map((status) => status.trim()),
    idPrefix: query.text('instanceIdPrefix'),
  };
}

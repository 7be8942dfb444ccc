import type { TaskHub } from '../runtime/task-hub.ts';
import { type ApiAnswer, emptyAnswer, errorAnswer, jsonAnswer } from './api-call.ts';
import { readFilter } from './instance-filter.ts';
import type { Query } from './query.ts';

/** DELETE `instances/`: purges the finished instances a filter chooses; 404 when there are none. */
export async function answerPurgeByFilter(query: Query, hub: TaskHub, recursive: boolean): Promise<ApiAnswer> {
  const filter = readFilter(query);
  if (filter.createdFromMs === undefined) {
    return errorAnswer(400, "Please provide value for 'createdTimeFrom' parameter.");
  }
  const deleted = await hub.purgeBy(filter, recursive);
  return purgeAnswer(deleted === 0 ? undefined : deleted);
}

/** The answer to a purge that found so many instances, or none at all. */
export function purgeAnswer(deleted: number | undefined): ApiAnswer {
  return deleted === undefined ? emptyAnswer(404) : jsonAnswer(200, { instancesDeleted: deleted });
}

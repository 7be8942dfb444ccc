import type { TaskHub } from '../runtime/task-hub.ts';
import type { PurgeOutcome } from '../store/purge-instance.ts';
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
  return deleted === 0 ? emptyAnswer(404) : jsonAnswer(200, { instancesDeleted: deleted });
}

/** The answer to a purge: 412 with a bare JSON string, as newer releases of the extension, for an instance that has not finished. */
export function purgeAnswer(id: string, outcome: PurgeOutcome): ApiAnswer {
  if (outcome === 'not-found') return emptyAnswer(404);
  if ('deleted' in outcome) return jsonAnswer(200, { instancesDeleted: outcome.deleted });
  const problem = `Only orchestrations in a terminal state can be purged, but the orchestration with instance ID ${id} has status ${outcome.inStatus}`;
  return jsonAnswer(412, problem);
}

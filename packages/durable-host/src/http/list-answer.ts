import type { TaskHub } from '../runtime/task-hub.ts';
import { type ApiAnswer, type ApiCall, errorAnswer, jsonAnswer } from './api-call.ts';
import { readContinuationToken, writeContinuationToken } from './continuation-token.ts';
import { readFilter } from './instance-filter.ts';
import { readPaging, tokenHeader } from './paging.ts';
import { readQuery } from './query.ts';
import { statusBody } from './status-body.ts';

/** GET `instances/`: one page of instances, oldest first, and the token of the next. */
export function answerList(call: ApiCall, hub: TaskHub): ApiAnswer {
  const query = readQuery(call.url.searchParams);
  const paging = readPaging(call, readContinuationToken);
  if (paging === undefined) return errorAnswer(400, `The ${tokenHeader} is none this host has given.`);
  const { after, pageSize } = paging;
  const found = hub.list(readFilter(query), after, pageSize + 1);
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  const view = { showHistoryOutput: false, showInput: query.flag('showInput') ?? true };
  const next = found.length > pageSize && last !== undefined && { [tokenHeader]: writeContinuationToken(last) };
  return jsonAnswer(
    200,
    page.map((instance) => statusBody(instance, view)),
    next || {},
  );
}

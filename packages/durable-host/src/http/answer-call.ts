import { isFinished } from '../instances/instance.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';
import type { TaskHub } from '../runtime/task-hub.ts';
import { type ApiAnswer, type ApiCall, emptyAnswer, errorAnswer } from './api-call.ts';
import { deliveryAnswer, rewindAnswer, suspensionAnswer } from './delivery-answer.ts';
import { answerEntities } from './entity-answers.ts';
import { isJson } from './is-json.ts';
import { answerList } from './list-answer.ts';
import { answerPurgeByFilter, purgeAnswer } from './purge-answer.ts';
import { readQuery } from './query.ts';
import { answerRestart } from './restart-answer.ts';
import { type Route, readRoute } from './route.ts';
import { answerStart } from './start-answer.ts';
import { statusAnswer } from './status-answer.ts';

/** What the API serves. */
export interface ApiSurroundings {
  readonly hub: TaskHub;
  /** Name of the one task hub there is. */
  readonly taskHub: string;
  readonly functions: FunctionRegistry;
  /** The key the URLs in answers have to carry; `undefined` for none. */
  readonly code: string | undefined;
}

/** Answers one request of the Durable Functions HTTP API. */
export async function answerCall(
  call: ApiCall,
  { hub, taskHub, functions, code }: ApiSurroundings,
): Promise<ApiAnswer> {
  const route = readRoute(call.method, call.url.pathname);
  if (route === undefined) return emptyAnswer(404);
  const query = readQuery(call.url.searchParams);
  const wantedHub = query.text('taskHub');
  if (wantedHub !== undefined && wantedHub.toLowerCase() !== taskHub.toLowerCase()) {
    return errorAnswer(400, `This host serves the task hub '${taskHub}', not '${wantedHub}'.`);
  }
  const reason = query.text('reason') ?? '';
  const recursive = query.flag('recursive') ?? false;
  switch (route.kind) {
    case 'start':
      return answerStart(call, route, hub, { taskHub, functions, code });
    case 'list':
      return answerList(call, hub);
    case 'status':
      return answerStatus(call, route.instanceId, hub);
    case 'purge':
      return purgeAnswer(route.instanceId, await hub.purge(route.instanceId, recursive));
    case 'purge-by-filter':
      return answerPurgeByFilter(query, hub, recursive);
    case 'raise-event':
      return answerRaiseEvent(call, route, hub);
    case 'terminate':
      return deliveryAnswer(await hub.terminate(route.instanceId, reason, recursive));
    case 'suspend':
      return suspensionAnswer('suspend', route.instanceId, await hub.suspendInstance(route.instanceId, reason));
    case 'resume':
      return suspensionAnswer('resume', route.instanceId, await hub.resumeInstance(route.instanceId, reason));
    case 'rewind':
      return rewindAnswer(route.instanceId, await hub.rewind(route.instanceId, reason));
    case 'restart':
      return answerRestart(call, route.instanceId, hub, { taskHub, functions, code });
    case 'make-primary':
      // There is no other host of this hub that could be the primary one.
      return emptyAnswer(200);
    case 'list-entities':
    case 'read-entity':
    case 'signal-entity':
      return answerEntities(call, route, hub.entities);
  }
}

function answerStatus(call: ApiCall, instanceId: string, hub: TaskHub): ApiAnswer {
  const instance = hub.find(instanceId);
  if (instance === undefined) return emptyAnswer(404);
  const query = readQuery(call.url.searchParams);
  const view = {
    ...(query.flag('showHistory') === true && { history: hub.history(instanceId) }),
    showHistoryOutput: query.flag('showHistoryOutput') ?? false,
    showInput: query.flag('showInput') ?? true,
  };
  return statusAnswer(instance, view, call.url, query.flag('returnInternalServerErrorOnFailure'));
}

async function answerRaiseEvent(
  { header, body }: ApiCall,
  { instanceId, eventName }: Extract<Route, { kind: 'raise-event' }>,
  hub: TaskHub,
): Promise<ApiAnswer> {
  // As the extension: who asks for what there is not hears of that first.
  const instance = hub.find(instanceId);
  if (instance === undefined || isFinished(instance.status)) {
    return deliveryAnswer(instance === undefined ? 'not-found' : 'gone');
  }
  const mediaType = header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    return errorAnswer(400, 'Only application/json request content is supported');
  }
  if (!isJson(body)) return errorAnswer(400, 'Invalid JSON content');
  return deliveryAnswer(await hub.raiseEvent(instanceId, eventName, body));
}

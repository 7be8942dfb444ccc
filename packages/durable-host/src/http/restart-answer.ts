import type { FunctionRegistry } from '../options/function-registry.ts';
import type { TaskHub } from '../runtime/task-hub.ts';
import { type ApiAnswer, type ApiCall, errorAnswer } from './api-call.ts';
import { readQuery } from './query.ts';
import { problemOfWait, readWait, startedAnswer } from './started-answer.ts';

const noSuchInstance = 'InstanceId does not match a valid orchestration instance.';

/** POST `instances/{id}/restart`: starts an instance as that one was started, unless told otherwise under a new id. */
export async function answerRestart(
  call: ApiCall,
  instanceId: string,
  hub: TaskHub,
  {
    taskHub,
    functions,
    code,
  }: { readonly taskHub: string; readonly functions: FunctionRegistry; readonly code: string | undefined },
): Promise<ApiAnswer> {
  const query = readQuery(call.url.searchParams);
  const name = hub.find(instanceId)?.name;
  if (name === undefined) {
    return errorAnswer(400, noSuchInstance, `An orchestration with the instanceId ${instanceId} was not found.`);
  }
  if (functions.orchestration(name) === undefined) {
    return errorAnswer(400, noSuchInstance, `The function '${name}' doesn't exist or is not an orchestrator function.`);
  }
  const wait = readWait(query);
  const waitProblem = problemOfWait(wait);
  if (waitProblem !== undefined) return errorAnswer(400, noSuchInstance, waitProblem);
  const outcome = await hub.restart(instanceId, query.flag('restartWithNewInstanceId') ?? true);
  if (outcome === undefined) return errorAnswer(400, noSuchInstance);
  if ('inTheWay' in outcome) {
    const problem = `An instance '${instanceId}' exists already and is ${outcome.inTheWay.status}.`;
    return errorAnswer(409, 'A non-terminal instance with this instance ID already exists.', problem);
  }
  return startedAnswer(call.url, outcome.started, wait, hub, { taskHub, code });
}

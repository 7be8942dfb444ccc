import { isEntityId } from '../entities/is-entity-id.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';
import type { TaskHub } from '../runtime/task-hub.ts';
import { readTraceContext } from '../tracing/trace-context.ts';
import { type ApiAnswer, type ApiCall, errorAnswer } from './api-call.ts';
import { isJson } from './is-json.ts';
import { readQuery } from './query.ts';
import type { Route } from './route.ts';
import { readStartQuery } from './start-query.ts';
import { problemOfWait, readWait, startedAnswer } from './started-answer.ts';

/** `/ \ ? #` and control characters: the Durable extension refuses them in ids. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const forbiddenInId = /[/\\?#\u0000-\u001f\u007f-\u009f]/;
const longestId = 256;
const badArgument = 'One or more of the arguments submitted is incorrect';

/** POST `orchestrators/{name}[/{id}]`: starts an instance; with `timeout` and `pollingInterval` (seconds) waits for it. */
export async function answerStart(
  call: ApiCall,
  route: Extract<Route, { kind: 'start' }>,
  hub: TaskHub,
  {
    taskHub,
    functions,
    code,
  }: { readonly taskHub: string; readonly functions: FunctionRegistry; readonly code: string | undefined },
): Promise<ApiAnswer> {
  const definition = functions.orchestration(route.name);
  if (definition === undefined) {
    const known = functions.orchestrationNames.map((name) => `'${name}'`).join(', ');
    const problem = `The function '${route.name}' doesn't exist or is not an orchestrator function. Known: ${known}.`;
    return errorAnswer(400, badArgument, problem);
  }
  const idProblem = route.instanceId === undefined ? undefined : problemOfId(route.instanceId);
  if (idProblem !== undefined) return errorAnswer(400, badArgument, idProblem);
  if (call.body !== '' && !isJson(call.body)) return errorAnswer(400, 'Invalid JSON content');
  const query = readQuery(call.url.searchParams);
  const wait = readWait(query);
  const start = readStartQuery(query);
  const queryProblem = problemOfWait(wait) ?? ('problem' in start ? start.problem : undefined);
  if (queryProblem !== undefined || 'problem' in start) return errorAnswer(400, badArgument, queryProblem);
  const outcome = await hub.start({
    ...start,
    name: definition.name,
    instanceId: route.instanceId,
    input: call.body === '' ? undefined : call.body,
    version: start.version ?? definition.version,
    traceContext: readTraceContext(call.header),
  });
  if ('inTheWay' in outcome) {
    const { id, status } = outcome.inTheWay;
    return errorAnswer(409, `An instance '${id}' exists already and is ${status}.`);
  }
  return startedAnswer(call.url, outcome.started, wait, hub, { taskHub, code });
}

function problemOfId(id: string): string | undefined {
  if (id.trim() === '') return 'Instance ids must not be blank.';
  if (isEntityId(id)) return "Instance ids must not begin with '@'.";
  if (id.length > longestId) return `Instance ids have at most ${longestId} characters.`;
  return forbiddenInId.test(id)
    ? "Instance ids must not contain '/', '\\', '?', '#' or control characters."
    : undefined;
}

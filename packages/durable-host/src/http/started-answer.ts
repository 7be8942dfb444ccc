import type { TaskHub } from '../runtime/task-hub.ts';
import { type ApiAnswer, jsonAnswer } from './api-call.ts';
import { checkStatusPayload } from './management-urls.ts';
import type { Query } from './query.ts';
import { statusAnswer } from './status-answer.ts';

/** How long to wait for the end of what was started, in seconds; the interval is that of an extension that polls. */
export interface Wait {
  readonly timeoutSeconds: number;
  readonly pollingSeconds: number;
}

/** Reads `timeout` and `pollingInterval`; both are needed. */
export function readWait(query: Query): Wait | undefined {
  const timeoutSeconds = query.positive('timeout');
  const pollingSeconds = query.positive('pollingInterval');
  return timeoutSeconds === undefined || pollingSeconds === undefined ? undefined : { timeoutSeconds, pollingSeconds };
}

/** Why the extension would refuse to wait so. */
export function problemOfWait(wait: Wait | undefined): string | undefined {
  if (wait === undefined || wait.pollingSeconds <= wait.timeoutSeconds) return undefined;
  return `Total timeout ${wait.timeoutSeconds} should be bigger than retry timeout ${wait.pollingSeconds}`;
}

/**
 * The answer to a start: 202 with where to go on. With a wait: 200 with the output, or the status answer of an instance that
 * ended otherwise; 202 when the time is up.
 */
export async function startedAnswer(
  url: URL,
  id: string,
  wait: Wait | undefined,
  hub: TaskHub,
  { taskHub, code }: { readonly taskHub: string; readonly code: string | undefined },
): Promise<ApiAnswer> {
  const finished = wait && (await hub.whenFinished(id, wait.timeoutSeconds * 1000));
  if (finished?.status === 'Completed') {
    return jsonAnswer(200, finished.output === undefined ? null : JSON.parse(finished.output));
  }
  if (finished !== undefined) return statusAnswer(finished, { showHistoryOutput: false, showInput: true }, url);
  const payload = checkStatusPayload(url.origin, taskHub, id, code);
  return jsonAnswer(202, payload, { location: payload.statusQueryGetUri, 'retry-after': '10' });
}

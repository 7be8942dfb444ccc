import { type Instance, isFinished } from '../instances/instance.ts';
import { type ApiAnswer, jsonAnswer } from './api-call.ts';
import { type StatusView, statusBody } from './status-body.ts';

/**
 * 200 for a finished instance; 202 for an open one, with the address to ask again and the time to wait before that.
 *
 * @param errorOnFailure  Answers a failed instance with 500, for pollers that look at nothing but the status.
 */
export function statusAnswer(instance: Instance, view: StatusView, url: URL, errorOnFailure = false): ApiAnswer {
  const body = statusBody(instance, view);
  if (!isFinished(instance.status)) return jsonAnswer(202, body, { location: url.href, 'retry-after': '5' });
  return jsonAnswer(instance.status === 'Failed' && errorOnFailure ? 500 : 200, body);
}

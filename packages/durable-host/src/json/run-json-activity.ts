import { type ActivityOutcome, activityFailure, type JsonText, unknownFunction } from '@perdura/durable-core/engine';
import { readQuotedFailure } from '@perdura/durable-core/protocol';
import { isJson } from '../http/is-json.ts';
import type { InvocationFacts, JsonFunction } from './json-function.ts';

/**
 * Runs an activity behind the JSON protocol and turns what it returns or throws into data to record, in the words of the extension.
 *
 * A message that is a failure as JSON, as workers send it for errors with more to say than words can, is taken apart.
 *
 * @param input  The input as JSON; `undefined` for none.
 * @throws what `invoke` rejects with: the activity is to be run again later.
 */
export async function runJsonActivity(
  activity: JsonFunction,
  input: JsonText | undefined,
  facts: InvocationFacts,
): Promise<ActivityOutcome> {
  const { name } = activity;
  const end = await activity.invoke(input, facts);
  switch (end.kind) {
    case 'missing':
      return failed(name, unknownFunction('activity', name, end.known));
    case 'threw':
      return failed(name, failureOf(name, end.message));
    case 'returned':
      if (end.json === undefined) return { kind: 'completed' };
      return isJson(end.json)
        ? { kind: 'completed', result: end.json }
        : failed(name, plain(`What the worker returned for it is not JSON: ${end.json.slice(0, 100)}`));
  }
}

type Failure = ReturnType<typeof unknownFunction>;

function failureOf(name: string, message: string): Failure {
  return readQuotedFailure(`Activity function '${name}' failed: ${message}`) ?? plain(message || 'no message');
}

function plain(errorMessage: string): Failure {
  return { errorType: 'Error', errorMessage, isNonRetriable: false };
}

function failed(name: string, failureDetails: Failure): ActivityOutcome {
  return { kind: 'failed', failure: activityFailure(name, failureDetails) };
}

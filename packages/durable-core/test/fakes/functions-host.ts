import type { OrchestratorState } from '@perdura/durable-core';
import { type ActivityBehaviour, type ModelRun, runInExtensionModel, type Surroundings } from './extension-model.ts';
import type { FunctionsWorker } from './functions-worker.ts';

/*
 * The Functions host around the model of its Durable extension: every episode and every activity is an invocation of the worker,
 * and failures are read from the text of its exceptions as the extension does.
 */

/** What surrounds an instance: how long its activities take, and what is raised. */
export interface HostSurroundings extends Omit<Surroundings, 'activity'> {
  /** In virtual time. (default: one second) */
  readonly activityMs?: (name: string, input: unknown) => number;
  /** Whether the extension takes messages that are failures as JSON apart, as from 3.14 on. (default `true`) */
  readonly takesFailuresApart?: boolean;
}

/** Runs an instance of an orchestration that is registered with the worker to its end. */
export function runInFunctionsHost(
  worker: FunctionsWorker,
  name: string,
  { activityMs = () => 1000, takesFailuresApart = true, ...surroundings }: HostSurroundings = {},
): Promise<ModelRun> {
  return runInExtensionModel(
    async (payload) => {
      const end = await worker.invoke(name, payload);
      if ('value' in end) return { kind: 'result', state: end.value as OrchestratorState };
      return { kind: 'failure', state: readState(end.rpcException) };
    },
    {
      ...surroundings,
      activity: async (activity, input) => ({
        afterMs: activityMs(activity, input),
        ...(await runActivity(worker, activity, input, takesFailuresApart)),
      }),
    },
  );
}

async function runActivity(
  worker: FunctionsWorker,
  name: string,
  input: unknown,
  takesFailuresApart: boolean,
): Promise<Omit<ActivityBehaviour, 'afterMs'>> {
  const datum = input === undefined || input === null ? undefined : JSON.stringify(input);
  const end = await worker.invoke(name, datum, { triggerMetadata: { instanceId: { string: 'i' } } });
  if ('value' in end) return { result: end.value };
  const message = messageOf(end.rpcException).trim();
  const reason = `Activity function '${name}' failed: ${message}`;
  const isTakenApart = takesFailuresApart && message.startsWith('{"errorType"');
  const details = isTakenApart ? (JSON.parse(message) as Failure) : undefined;
  // one frame of the stack tells enough
  if (details === undefined) {
    return { failure: { reason, details: end.rpcException.split('\n    at ', 2).join('\n    at ') } };
  }
  return { failure: { reason: details.errorMessage, isNonRetriable: details.isNonRetriable } };
}

interface Failure {
  readonly errorMessage: string;
  readonly isNonRetriable: boolean;
}

/** From the first line that begins with `Exception:` up to the first that begins with `Stack:`. */
function messageOf(rpcException: string): string {
  const start = rpcException.indexOf('\nException:') + '\nException:'.length;
  return rpcException.slice(start, rpcException.indexOf('\nStack:'));
}

function readState(rpcException: string): OrchestratorState {
  const label = '\n\n$OutOfProcData$:';
  const message = messageOf(rpcException);
  const at = message.indexOf(label);
  if (at < 0) throw new Error(`The host finds no state in what was thrown, and would try again: ${message}`);
  return JSON.parse(message.slice(at + label.length)) as OrchestratorState;
}

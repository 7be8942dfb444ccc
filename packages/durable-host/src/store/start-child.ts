import { unknownFunction } from '@perdura/durable-core/engine';
import type { Instance } from '../instances/instance.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';
import { childFailed } from '../turns/describe-end.ts';
import type { NewChild } from '../turns/turn-changes.ts';
import { insertInstance } from './insert-instance.ts';
import type { Store } from './store.ts';

/** What {@link startChild} needs to know beside the child. */
export interface ChildStarting {
  /** The orchestrations children may be started of, and the entities that may be called. */
  readonly functions: Pick<FunctionRegistry, 'orchestration' | 'orchestrationNames' | 'entity' | 'entityNames'>;
  /** Makes ids of executions. */
  readonly newId: () => string;
  /** The time of the turn, in milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * Starts a sub-orchestration, or tells its caller why that is not possible. Runs inside a transaction. The child has the tags
 * of its caller, as under the Durable Task Framework.
 *
 * @returns Who has something to do.
 */
export function startChild(store: Store, caller: Instance, child: NewChild, starting: ChildStarting): string {
  const { functions, newId, nowMs } = starting;
  const { id: instanceId, executionId } = caller;
  const { taskId, instanceId: id, name, input, traceContext = caller.traceContext } = child;
  const definition = functions.orchestration(name);
  const version = child.version ?? definition?.version;
  const started = {
    ...{ id, name, executionId: newId(), parent: { instanceId, executionId, taskId } },
    ...(input !== undefined && { input }),
    ...(version !== undefined && { version }),
    ...(caller.tags && { tags: caller.tags }),
    ...(traceContext && { traceContext }),
  };
  const inTheWay = definition && insertInstance(store, started, nowMs);
  if (definition !== undefined && inTheWay === undefined) return id;
  const failure =
    inTheWay === undefined
      ? unknownFunction('orchestrator', name, functions.orchestrationNames)
      : {
          errorType: 'Error',
          errorMessage: `An instance '${id}' exists already and is ${inTheWay.status}.`,
          isNonRetriable: true,
        };
  store.inbox.put({ instanceId, executionId, dueMs: nowMs, message: childFailed(taskId, name, failure, nowMs) });
  return instanceId;
}

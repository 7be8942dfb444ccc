import type { JsonText } from '@perdura/durable-core/engine';
import { type Instance, isFinished, type ParentTask, type Tags } from '../instances/instance.ts';
import type { TraceContext } from '../tracing/trace-context.ts';
import { deleteInstance, type Store } from './store.ts';

/** An instance to be started. */
export interface NewInstance {
  readonly id: string;
  readonly executionId: string;
  readonly name: string;
  readonly version?: string;
  readonly input?: JsonText;
  readonly startAtMs?: number;
  readonly tags?: Tags;
  readonly parent?: ParentTask;
  readonly traceContext?: TraceContext;
}

/** Messages of this due time are taken before all that wait: the start of an execution and the events carried into it. */
export const beforeAllOthers = 0;

/**
 * Starts an instance: its row, and the message its first turn takes. A finished instance of the same id is replaced, as
 * the Durable extension does unless told otherwise.
 *
 * @returns The instance that is in the way when one of this id has not finished, else `undefined`.
 */
export function insertInstance(store: Store, started: NewInstance, nowMs: number): Instance | undefined {
  const existing = store.instances.find(started.id);
  if (existing !== undefined) {
    if (!isFinished(existing.status)) return existing;
    deleteInstance(store, started.id);
  }
  store.instances.insert({ ...started, status: 'Pending', createdMs: nowMs, updatedMs: nowMs });
  putStart(store, started, nowMs);
  return undefined;
}

/** Puts the message that begins an execution. */
export function putStart({ inbox }: Store, started: NewInstance, nowMs: number): void {
  const { id, executionId, name, version, input, startAtMs = beforeAllOthers, parent } = started;
  inbox.put({
    instanceId: id,
    executionId,
    dueMs: startAtMs > nowMs ? startAtMs : beforeAllOthers,
    message: {
      kind: 'execution-started',
      timestampMs: nowMs,
      name,
      ...(version !== undefined && { version }),
      ...(input !== undefined && { input }),
      ...(parent && { parentInstanceId: parent.instanceId }),
    },
  });
}

import { HttpRequest, InvocationContext } from '@azure/functions';
import { DurableClient, type DurableClientBinding, type EntityId } from '@perdura/durable-client';
import * as durableFunctions from 'durable-functions';

/** What the suite sees of an instance. */
interface SuiteStatus {
  readonly runtimeStatus: string;
  readonly input: unknown;
  readonly output: unknown;
  readonly createdTime: Date;
  /** Its history; empty where none was asked for or given. */
  readonly history: readonly unknown[];
}

/** What the suite asks of a client: what both clients can do, in words of its own. */
export interface SuiteClient {
  start(name: string, options?: { readonly instanceId?: string; readonly input?: unknown }): Promise<string>;
  /** `undefined` when there is no such instance. */
  status(id: string, options?: { readonly showHistory: boolean }): Promise<SuiteStatus | undefined>;
  /** Ids of all instances. */
  list(): Promise<readonly string[]>;
  raise(id: string, eventName: string, ...data: readonly [unknown?]): Promise<void>;
  terminate(id: string, reason: string): Promise<void>;
  suspend(id: string, reason: string): Promise<void>;
  resume(id: string, reason: string): Promise<void>;
  rewind(id: string, reason: string): Promise<void>;
  /** How many instances went. */
  purge(id: string): Promise<number>;
  /** How many of those that completed since then went. */
  purgeCompleted(createdTimeFrom: Date): Promise<number>;
  /** Signals an entity. */
  signal(id: EntityId, operation: string, ...input: readonly [unknown?]): Promise<void>;
  /** State of an entity; `undefined` when there is none. */
  entity(id: EntityId): Promise<unknown>;
  links(id: string): Readonly<Record<string, string>>;
  /** Status and JSON body of the answer to an HTTP caller of `https://shop.example`. */
  waitOrCheck(id: string, timeoutMs: number): Promise<readonly [status: number, body: unknown]>;
}

const callerUrl = 'https://shop.example/api';

/** Our client. */
export function ourClient(binding: DurableClientBinding): SuiteClient {
  const client = new DurableClient(binding);
  return {
    start: (name, options) => client.startNew(name, options),
    status: async (id, options) => {
      const status = await client.queryStatus(id, options);
      return status && { ...status, history: status.historyEvents ?? [] };
    },
    list: async () => {
      const ids: string[] = [];
      for await (const { instanceId } of client.queryAllStatuses()) ids.push(instanceId);
      return ids;
    },
    raise: (id, eventName, data) => client.raiseEvent(id, eventName, data),
    terminate: (id, reason) => client.terminate(id, reason),
    suspend: (id, reason) => client.suspend(id, reason),
    resume: (id, reason) => client.resume(id, reason),
    rewind: (id, reason) => client.rewind(id, reason),
    purge: async (id) => (await client.purgeHistory(id)).instancesDeleted,
    purgeCompleted: async (createdTimeFrom) =>
      (await client.purgeHistories({ createdTimeFrom, runtimeStatuses: ['Completed'] })).instancesDeleted,
    signal: (id, operation, input) => client.signalEntity(id, operation, input),
    entity: async (id) => (await client.readEntity(id))?.state,
    links: (id) => ({ ...client.createHttpManagementPayload(id) }),
    waitOrCheck: async (id, timeoutMs) => {
      const request = new Request(callerUrl);
      const response = await client.waitForCompletionOrCreateCheckStatusResponse(request, id, { timeoutMs });
      return [response.status, await response.json()];
    },
  };
}

/** The client of durable-functions 3.5. */
export function peerClient(binding: DurableClientBinding): SuiteClient {
  const clientInput = durableFunctions.input.durableClient();
  const context = new InvocationContext({ functionName: 'http_start', options: { extraInputs: [clientInput] } });
  context.extraInputs.set(clientInput, structuredClone(binding));
  const client = durableFunctions.getClient(context);
  const { Completed } = durableFunctions.OrchestrationRuntimeStatus;
  return {
    start: (name, options) => client.startNew(name, options),
    status: async (id, options) => {
      try {
        const status = await client.getStatus(id, options);
        const { runtimeStatus, input, output, createdTime } = status;
        return { runtimeStatus, input, output, createdTime, history: status.history ?? [] };
      } catch (error) {
        if (error instanceof Error && error.message.includes('HTTP 404')) return undefined;
        throw error;
      }
    },
    list: async () => (await client.getStatusAll()).map(({ instanceId }) => instanceId),
    raise: (id, eventName, data) => client.raiseEvent(id, eventName, data),
    terminate: (id, reason) => client.terminate(id, reason),
    suspend: (id, reason) => client.suspend(id, reason),
    resume: (id, reason) => client.resume(id, reason),
    rewind: (id, reason) => client.rewind(id, reason),
    purge: async (id) => (await client.purgeInstanceHistory(id)).instancesDeleted,
    purgeCompleted: async (createdTimeFrom) =>
      (await client.purgeInstanceHistoryBy({ createdTimeFrom, runtimeStatus: [Completed] })).instancesDeleted,
    signal: (id, operation, input) => client.signalEntity(id, operation, input),
    entity: async (id) => (await client.readEntityState(id)).entityState,
    links: (id) => ({ ...client.createHttpManagementPayload(id) }),
    waitOrCheck: async (id, timeoutMs) => {
      const request = new HttpRequest({ method: 'GET', url: callerUrl });
      const options = { timeoutInMilliseconds: timeoutMs, retryIntervalInMilliseconds: Math.min(timeoutMs, 20) };
      const response = await client.waitForCompletionOrCreateCheckStatusResponse(request, id, options);
      return [response.status, await response.json()];
    },
  };
}

// Long, because it lists all that a client can do. Each method checks its options and hands on an operation, which is
// built and read in a file of its own.
import { type CallOptions, checkBooleans, checkCallOptions } from './arguments/check-call-options.ts';
import { checkEntityFilter, checkPurgeFilter, checkStatusFilter } from './arguments/check-filter.ts';
import { type DurableClientOptions, type ResolvedClientOptions, resolveClientOptions } from './client-options.ts';
import { kySend, type SendRequest } from './effects/send-request.ts';
import {
  type EntityReference,
  type OperationArguments,
  readEntityArguments,
  readSignalArguments,
} from './entity-reference.ts';
import type { DurableClientBinding } from './hub/durable-client-binding.ts';
import type { HubAddress } from './hub/hub-address.ts';
import type { HubUrls } from './hub/hub-urls.ts';
import { hubUrlsOf } from './hub/hub-urls-of.ts';
import { type HubName, urlsForHub } from './hub/urls-for-hub.ts';
import type { InstanceId } from './instance-id.ts';
import { checkStatusResponse, finishedResponse } from './links/check-status-response.ts';
import type { JsonResponse } from './links/json-response.ts';
import {
  checkLinkOptions,
  type HttpManagementPayload,
  type LinkOptions,
  managementPayload,
} from './links/management-payload.ts';
import { originOfRequest, type RequestLike } from './links/request-origin.ts';
import type { ApiOperation } from './operations/api-operation.ts';
import type { EntityId } from './operations/entity-id.ts';
import { buildInstanceAction } from './operations/instance-action.ts';
import {
  buildListEntities,
  type EntityFilter,
  type EntityListing,
  type EntityPage,
} from './operations/list-entities.ts';
import { buildListStatuses, type StatusFilter, type StatusPage } from './operations/list-statuses.ts';
import type { OrchestrationStatus } from './operations/orchestration-status.ts';
import { type PagedQuery, pagedQuery } from './operations/paged-query.ts';
import { buildPurge, buildPurgeByFilter, type PurgeFilter, type PurgeResult } from './operations/purge-history.ts';
import { buildQueryStatus, type StatusDetail } from './operations/query-status.ts';
import { buildCancel, buildRaiseEvent } from './operations/raise-event.ts';
import { buildReadEntity, type EntitySnapshot } from './operations/read-entity.ts';
import { buildRestart, type RestartDetail } from './operations/restart-instance.ts';
import { isFinal } from './operations/runtime-status.ts';
import { buildSignalEntity } from './operations/signal-entity.ts';
import { buildStart } from './operations/start-instance.ts';
import type { TreeOptions } from './operations/tree-options.ts';
import {
  type OrchestrationReference,
  readStartArguments,
  type StartArguments,
  type StartOptions,
} from './orchestration-reference.ts';
import { type CompletionWait, waitForCompletion, watchInstance } from './wait-for-completion.ts';
import { type ResolvedWaitOptions, resolveWaitOptions, type WaitOptions } from './wait-options.ts';

/**
 * Starts, queries, signals, steers, stops and purges instances of one task hub over the Durable Functions HTTP API, and
 * reads and signals its entities.
 *
 * Holds no state and no connection of its own: one client may serve any number of concurrent calls, and needs no closing.
 * Every method rejects with a `TypeError` when it is misused, before anything is sent, and with a
 * {@link DurableClientError} for everything else. Reads that get no answer are repeated twice; writes never are.
 */
export class DurableClient {
  readonly #hub: DurableClientBinding | HubAddress;
  readonly #options: ResolvedClientOptions;
  readonly #send: SendRequest;
  /** Written once: by the constructor, or by {@link DurableClient.forHub} on the client it makes. */
  #urls: HubUrls;

  /**
   * @param hub  A `durableClient` binding of Azure Functions, or the address of a hub's HTTP API.
   * @throws {TypeError} when the hub has no usable URL, or an option is unknown.
   */
  constructor(hub: DurableClientBinding | HubAddress, options: DurableClientOptions = {}) {
    this.#options = resolveClientOptions(options);
    this.#urls = hubUrlsOf(hub);
    this.#hub = hub;
    this.#send = kySend(this.#options);
  }

  /** Name of the task hub, where the binding or the address says it. */
  get taskHub(): string | undefined {
    return this.#urls.taskHub;
  }

  /**
   * A client for another task hub that the same host can reach, with the same options.
   *
   * @throws {TypeError} when the hub has no name.
   */
  forHub(hub: HubName): DurableClient {
    const client = new DurableClient(this.#hub, this.#options);
    client.#urls = urlsForHub(this.#urls, hub, 'forHub');
    return client;
  }

  /**
   * Starts an instance of an orchestration given by its definition, with its input checked by the compiler.
   *
   * @returns The id of the new instance, which knows the types of the orchestration.
   * @throws {DurableClientError} `conflict` when an instance of this id exists and has not finished.
   */
  startNew<Input, Output>(
    orchestration: OrchestrationReference<Input, Output>,
    ...rest: StartArguments<NoInfer<Input>>
  ): Promise<InstanceId<Input, Output>>;
  /** Starts an instance of an orchestration given by its name. */
  startNew(name: string, options?: StartOptions): Promise<string>;
  async startNew(orchestration: string | OrchestrationReference, ...rest: readonly unknown[]): Promise<string> {
    const { name, options } = readStartArguments(orchestration, rest);
    const traceContext = this.#options.traceContext();
    return this.#call(buildStart(this.#urls, { ...options, name, traceContext }), options);
  }

  /**
   * Answers what the hub knows about an instance, or `undefined` when there is none of this id. With an id of `startNew`,
   * input and output have the types of the orchestration.
   */
  async queryStatus<Input, Output>(
    instanceId: InstanceId<Input, Output>,
    options: StatusDetail & CallOptions = {},
  ): Promise<OrchestrationStatus<Input, Output> | undefined> {
    checkCallOptions(options, ['showHistory', 'showHistoryOutput', 'showInput'], 'queryStatus');
    const { showHistory, showHistoryOutput, showInput } = options;
    const detail = { showHistory, showHistoryOutput, showInput };
    checkBooleans(detail, 'queryStatus');
    return this.#call(buildQueryStatus<Input, Output>(this.#urls, instanceId, detail), options);
  }

  /** Lists every instance of the hub, page after page as they are read. */
  queryAllStatuses(options: CallOptions = {}): PagedQuery<OrchestrationStatus, StatusPage> {
    checkCallOptions(options, [], 'queryAllStatuses');
    return this.queryStatuses(options);
  }

  /**
   * Lists the instances that match a filter, page after page as they are read. Nothing is sent before the first is asked
   * for, and reading the list again asks again.
   *
   * @throws {TypeError} at once when the filter is malformed.
   */
  queryStatuses(filter: StatusFilter & CallOptions = {}): PagedQuery<OrchestrationStatus, StatusPage> {
    checkStatusFilter(filter);
    const fetchPage = (continuationToken: string | undefined) =>
      this.#call(buildListStatuses(this.#urls, { ...filter, continuationToken }), filter);
    return pagedQuery(fetchPage, (page) => page.statuses, filter.continuationToken);
  }

  /**
   * Raises an event for an instance. Names are matched regardless of case; an event that comes before the orchestration
   * waits for it is kept.
   *
   * @param data  Any JSON; without it the orchestration receives `null`.
   * @throws {DurableClientError} `gone` when the instance has finished, `not-found` when there is none.
   */
  async raiseEvent(instanceId: string, eventName: string, data?: unknown, options: CallOptions = {}): Promise<void> {
    checkCallOptions(options, [], 'raiseEvent');
    return this.#call(buildRaiseEvent(this.#urls, instanceId, eventName, data), options);
  }

  /**
   * Raises an event for an instance of another task hub that the same host can reach.
   *
   * @param hub  Its name, or its name and its storage connection.
   */
  async raiseEventForHub(
    hub: HubName | string,
    instanceId: string,
    eventName: string,
    data?: unknown,
    options: CallOptions = {},
  ): Promise<void> {
    checkCallOptions(options, [], 'raiseEventForHub');
    const urls = urlsForHub(this.#urls, typeof hub === 'string' ? { taskHub: hub } : hub, 'raiseEventForHub');
    return this.#call(buildRaiseEvent(urls, instanceId, eventName, data), options);
  }

  /**
   * Asks an instance to come to an end by itself: it can clean up. An orchestration that looks at `ctx.signal` of
   * `@perdura/durable-core` sees it aborted, and what it awaits rejects; any other goes on as if nothing had happened.
   *
   * @param reason  Is part of the error the orchestration gets. (default: none)
   * @throws {DurableClientError} `gone` when the instance has finished, `not-found` when there is none.
   */
  async cancel(instanceId: string, reason?: string, options: CallOptions = {}): Promise<void> {
    checkCallOptions(options, [], 'cancel');
    return this.#call(buildCancel(this.#urls, instanceId, reason), options);
  }

  /**
   * Stops an instance where it stands. Activities that run are not interrupted; what they return is dropped.
   *
   * @param reason  Becomes the output of the instance.
   * @throws {DurableClientError} `gone` when the instance has finished, `not-found` when there is none.
   */
  async terminate(instanceId: string, reason: string, options: TreeOptions & CallOptions = {}): Promise<void> {
    checkCallOptions(options, ['recursive'], 'terminate');
    const { recursive } = options;
    checkBooleans({ recursive }, 'terminate');
    return this.#call(buildInstanceAction(this.#urls, 'terminate', instanceId, reason, { recursive }), options);
  }

  /**
   * Holds an instance: what happens to it is kept until it is resumed.
   *
   * @param reason  Is kept in its history. (default: an empty text)
   * @throws {DurableClientError} `gone` when the instance has finished, `not-found` when there is none, `http` when the
   * hub does not suspend an instance in its state.
   */
  async suspend(instanceId: string, reason = '', options: CallOptions = {}): Promise<void> {
    checkCallOptions(options, [], 'suspend');
    return this.#call(buildInstanceAction(this.#urls, 'suspend', instanceId, reason), options);
  }

  /**
   * Lets a suspended instance go on.
   *
   * @param reason  Is kept in its history. (default: an empty text)
   * @throws {DurableClientError} as {@link DurableClient.suspend} does.
   */
  async resume(instanceId: string, reason = '', options: CallOptions = {}): Promise<void> {
    checkCallOptions(options, [], 'resume');
    return this.#call(buildInstanceAction(this.#urls, 'resume', instanceId, reason), options);
  }

  /**
   * Takes back the failures of an instance that failed, and lets it try again from there.
   *
   * @param reason  Is kept in its history. (default: an empty text)
   * @throws {DurableClientError} `precondition-failed` or `gone` when it has not failed, `not-found` when there is none,
   * `not-implemented` when the hub's storage cannot.
   */
  async rewind(instanceId: string, reason = '', options: CallOptions = {}): Promise<void> {
    checkCallOptions(options, [], 'rewind');
    return this.#call(buildInstanceAction(this.#urls, 'rewind', instanceId, reason), options);
  }

  /**
   * Starts the orchestration of an instance again, with the same input.
   *
   * @returns The id of the new instance.
   * @throws {DurableClientError} `not-found` when there is no such instance, `conflict` when it is to keep its id and has
   * not finished.
   */
  async restart<Input, Output>(
    instanceId: InstanceId<Input, Output>,
    options: RestartDetail & CallOptions = {},
  ): Promise<InstanceId<Input, Output>> {
    checkCallOptions(options, ['keepInstanceId'], 'restart');
    const { keepInstanceId } = options;
    checkBooleans({ keepInstanceId }, 'restart');
    return this.#call(buildRestart(this.#urls, instanceId, { keepInstanceId }), options);
  }

  /**
   * Removes an instance with its history; an instance that is not there counts as zero.
   *
   * @throws {DurableClientError} `precondition-failed` when it has not finished and the hub minds.
   */
  async purgeHistory(instanceId: string, options: TreeOptions & CallOptions = {}): Promise<PurgeResult> {
    checkCallOptions(options, ['recursive'], 'purgeHistory');
    const { recursive } = options;
    checkBooleans({ recursive }, 'purgeHistory');
    return this.#call(buildPurge(this.#urls, instanceId, { recursive }), options);
  }

  /** Removes the instances that match a filter, with their histories. */
  async purgeHistories(filter: PurgeFilter & TreeOptions & CallOptions): Promise<PurgeResult> {
    checkPurgeFilter(filter);
    return this.#call(buildPurgeByFilter(this.#urls, filter), filter);
  }

  /**
   * Waits until an instance has finished, whichever way, and answers its last status.
   *
   * @throws {DurableClientError} `timeout` when it has not finished in time, `not-found` when there is none.
   */
  async waitForCompletion<Input, Output>(
    instanceId: InstanceId<Input, Output>,
    options: WaitOptions = {},
  ): Promise<OrchestrationStatus<Input, Output>> {
    return waitForCompletion(this.#wait(instanceId, resolveWaitOptions(options, 'waitForCompletion')));
  }

  /**
   * Answers an HTTP caller as soon as an instance has finished, or after a while with the links to look for itself: 200
   * with the output of one that completed, 500 with the status of one that failed, 200 with that of one that was
   * terminated or canceled, 202 as {@link DurableClient.createCheckStatusResponse} when the time is up.
   *
   * @param request  The caller's request: links lead to its origin. (`undefined`: where the hub says)
   * @throws {DurableClientError} `not-found` when there is no such instance.
   */
  async waitForCompletionOrCreateCheckStatusResponse(
    request: RequestLike | undefined,
    instanceId: string,
    options: WaitOptions & LinkOptions = {},
  ): Promise<JsonResponse> {
    const { returnInternalServerErrorOnFailure, ...waitOptions } = options;
    const payload = this.createHttpManagementPayload(instanceId, request, { returnInternalServerErrorOnFailure });
    const wait = resolveWaitOptions(waitOptions, 'waitForCompletionOrCreateCheckStatusResponse');
    const status = await watchInstance(this.#wait(instanceId, wait));
    return isFinal(status.runtimeStatus) ? finishedResponse(status) : checkStatusResponse(payload);
  }

  /**
   * Answers an HTTP caller with 202, the links of an instance, and `Location` and `Retry-After` to poll its status.
   *
   * @param request  The caller's request: links lead to its origin. (`undefined`: where the hub says)
   * @throws {TypeError} when the request's URL is not absolute, the id is blank, or an option is unknown.
   */
  createCheckStatusResponse(
    request: RequestLike | undefined,
    instanceId: string,
    options: LinkOptions = {},
  ): JsonResponse {
    return checkStatusResponse(this.createHttpManagementPayload(instanceId, request, options));
  }

  /**
   * The links of an instance, which hold the key of the hub's HTTP API.
   *
   * @param request  A caller's request: links lead to its origin. (default: where the hub says)
   */
  createHttpManagementPayload(
    instanceId: string,
    request?: RequestLike,
    options: LinkOptions = {},
  ): HttpManagementPayload {
    checkLinkOptions(options);
    return managementPayload(this.#urls, instanceId, originOfRequest(request), options);
  }

  /** Answers what an entity keeps, or `undefined` when there is none: by its definition and key, or by its id. */
  readEntity<State>(
    entity: EntityReference<unknown, State>,
    key: string,
    options?: CallOptions,
  ): Promise<EntitySnapshot<State> | undefined>;
  readEntity(entity: EntityId | string, options?: CallOptions): Promise<EntitySnapshot | undefined>;
  async readEntity(
    entity: EntityReference | EntityId | string,
    ...rest: readonly unknown[]
  ): Promise<EntitySnapshot | undefined> {
    const { id, rest: others } = readEntityArguments('readEntity', entity, rest);
    const [options = {}] = others as [CallOptions?];
    checkCallOptions(options, [], 'readEntity');
    return this.#call(buildReadEntity(this.#urls, id), options);
  }

  /**
   * Has an entity carry out an operation, without an answer: by its definition and key, or by its id. One that does not
   * exist yet is made.
   */
  signalEntity<Operations, Name extends keyof Operations & string>(
    entity: EntityReference<Operations>,
    key: string,
    operation: Name,
    ...rest: OperationArguments<Operations[Name], CallOptions>
  ): Promise<void>;
  signalEntity(entity: EntityId | string, operation: string, input?: unknown, options?: CallOptions): Promise<void>;
  async signalEntity(entity: EntityReference | EntityId | string, ...rest: readonly unknown[]): Promise<void> {
    const { entityId, operation, input, options } = readSignalArguments(entity, rest);
    const traceContext = this.#options.traceContext();
    return this.#call(buildSignalEntity(this.#urls, { entityId, operation, input, traceContext }), options);
  }

  /**
   * Lists the entities that match a filter, page after page as they are read, as {@link DurableClient.queryStatuses} does
   * instances.
   *
   * @throws {TypeError} at once when the filter is malformed.
   */
  listEntities<State = unknown>(
    filter: EntityFilter<State> & CallOptions = {},
  ): PagedQuery<EntityListing<State>, EntityPage<State>> {
    checkEntityFilter(filter);
    const fetchPage = (continuationToken: string | undefined) =>
      this.#call(buildListEntities<State>(this.#urls, { ...filter, continuationToken }), filter);
    return pagedQuery(fetchPage, (page) => page.entities, filter.continuationToken);
  }

  #wait<Input, Output>(
    instanceId: InstanceId<Input, Output>,
    { timeoutMs, pollingIntervalMs, ...call }: ResolvedWaitOptions,
  ): CompletionWait<OrchestrationStatus<Input, Output>> {
    const queryStatus = () => this.queryStatus(instanceId, call);
    return { instanceId, timeoutMs, pollingIntervalMs, clock: this.#options.clock, signal: call.signal, queryStatus };
  }

  async #call<Result>({ request, purpose, read }: ApiOperation<Result>, options: CallOptions): Promise<Result> {
    const { signal, requestTimeoutMs = this.#options.requestTimeoutMs } = options;
    return read(await this.#send(request, purpose, { signal, requestTimeoutMs }));
  }
}

import { type CallOptions, checkBooleans, checkCallOptions, checkNumber } from './arguments/check-call-options.ts';
import { checkOptions, describeValue } from './arguments/check-options.ts';
import { checkStatusFilter } from './arguments/check-status-filter.ts';
import { type Clock, systemClock } from './effects/clock.ts';
import { type FetchFunction, kySend, type SendRequest } from './effects/send-request.ts';
import type { DurableClientBinding } from './hub/durable-client-binding.ts';
import { type HubAddress, hubUrlsFromAddress } from './hub/hub-address.ts';
import type { HubUrls } from './hub/hub-urls.ts';
import { hubUrlsFromBinding } from './hub/hub-urls-from-binding.ts';
import { buildListStatuses, readListStatuses, type StatusFilter } from './operations/list-statuses.ts';
import type { OrchestrationStatus } from './operations/orchestration-status.ts';
import { buildPurge, type PurgeResult, readPurge } from './operations/purge-history.ts';
import { buildQueryStatus, readQueryStatus, type StatusDetail } from './operations/query-status.ts';
import { buildRaiseEvent, readAccepted } from './operations/raise-event.ts';
import { buildStart, readStart } from './operations/start-instance.ts';
import { type StatusQuery, statusQuery } from './operations/status-query.ts';
import { buildTerminate } from './operations/terminate-instance.ts';
import {
  type OrchestrationReference,
  readStartArguments,
  type StartArguments,
  type StartOptions,
} from './orchestration-reference.ts';
import { waitForCompletion } from './wait-for-completion.ts';

/** Time a wait takes at most, and its longest pause: the defaults of durable-functions 3.5. */
const defaultTimeoutMs = 10_000;
const defaultPollingIntervalMs = 1_000;

/** What a {@link DurableClient} may be given beside the hub. */
export interface DurableClientOptions {
  /** The `fetch` to use. (default: the global one) */
  readonly fetch?: FetchFunction | undefined;
  /** Where {@link DurableClient.waitForCompletion} takes time from. (default: the machine's clock) */
  readonly clock?: Clock | undefined;
}

/** How long and how often {@link DurableClient.waitForCompletion} looks. */
export interface WaitOptions extends CallOptions {
  /** How long to wait at most, in milliseconds. (default 10,000, as durable-functions does) */
  readonly timeoutMs?: number | undefined;
  /** The longest pause between two looks, in milliseconds; the first pauses are shorter. (default 1,000) */
  readonly pollingIntervalMs?: number | undefined;
}

/**
 * Starts, queries, signals, stops and purges instances of one task hub over the Durable Functions HTTP API.
 *
 * Holds no state and no connection of its own: one client may serve any number of concurrent calls, and needs no closing.
 * Every method rejects with a `TypeError` when it is misused, before anything is sent, and with a
 * {@link DurableClientError} for everything else. Reads that get no answer are repeated twice; writes never are.
 */
export class DurableClient {
  readonly #urls: HubUrls;
  readonly #send: SendRequest;
  readonly #clock: Clock;

  /**
   * @param hub  A `durableClient` binding of Azure Functions, or the address of a hub's HTTP API.
   * @throws {TypeError} when the hub has no usable URL, or an option is unknown.
   */
  constructor(hub: DurableClientBinding | HubAddress, options: DurableClientOptions = {}) {
    checkOptions(options, ['fetch', 'clock'], 'DurableClient');
    if (options.fetch !== undefined && typeof options.fetch !== 'function') {
      throw new TypeError(`DurableClient: fetch must be a function, got ${describeValue(options.fetch)}.`);
    }
    const { clock = systemClock } = options;
    if (typeof clock?.now !== 'function' || typeof clock.schedule !== 'function') {
      throw new TypeError('DurableClient: clock must have now() and schedule().');
    }
    this.#urls = isBinding(hub) ? hubUrlsFromBinding(hub) : hubUrlsFromAddress(hub);
    this.#send = kySend({ fetch: options.fetch });
    this.#clock = clock;
  }

  /** Name of the task hub, where the binding or the address says it. */
  get taskHub(): string | undefined {
    return this.#urls.taskHub;
  }

  /**
   * Starts an instance of an orchestration given by its definition, with its input checked by the compiler.
   *
   * @returns The id of the new instance.
   * @throws {DurableClientError} `conflict` when an instance of this id exists and has not finished.
   */
  startNew<Input, Output>(
    orchestration: OrchestrationReference<Input, Output>,
    ...rest: StartArguments<NoInfer<Input>>
  ): Promise<string>;
  /** Starts an instance of an orchestration given by its name. */
  startNew(name: string, options?: StartOptions): Promise<string>;
  async startNew(orchestration: string | OrchestrationReference, ...rest: readonly unknown[]): Promise<string> {
    const { name, options } = readStartArguments(orchestration, rest);
    const { input, instanceId, version, signal } = options;
    const request = buildStart(this.#urls, { name, input, instanceId, version });
    const asInstance = instanceId === undefined ? '' : ` as instance '${instanceId}'`;
    const purpose = { action: `start orchestration '${name}'${asInstance}`, instanceId };
    return readStart(await this.#send(request, purpose, signal), purpose);
  }

  /** Answers what the hub knows about an instance, or `undefined` when there is none of this id. */
  async queryStatus(
    instanceId: string,
    options: StatusDetail & CallOptions = {},
  ): Promise<OrchestrationStatus | undefined> {
    checkCallOptions(options, ['showHistory', 'showHistoryOutput', 'showInput'], 'queryStatus');
    const { signal, ...detail } = options;
    checkBooleans({ ...detail }, 'queryStatus');
    const request = buildQueryStatus(this.#urls, instanceId, detail);
    const purpose = { action: `query instance '${instanceId}'`, instanceId };
    return readQueryStatus(await this.#send(request, purpose, signal), purpose);
  }

  /** Lists every instance of the hub, page after page as they are read. */
  queryAllStatuses(options: CallOptions = {}): StatusQuery {
    checkCallOptions(options, [], 'queryAllStatuses');
    return this.queryStatuses(options);
  }

  /**
   * Lists the instances that match a filter, page after page as they are read. Nothing is sent before the first is asked
   * for, and reading the list again asks again.
   *
   * @throws {TypeError} at once when the filter is malformed.
   */
  queryStatuses(filter: StatusFilter & CallOptions = {}): StatusQuery {
    checkStatusFilter(filter);
    const purpose = { action: 'list instances' };
    return statusQuery(async (continuationToken) => {
      const request = buildListStatuses(this.#urls, { ...filter, continuationToken });
      return readListStatuses(await this.#send(request, purpose, filter.signal), purpose);
    }, filter.continuationToken);
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
    const request = buildRaiseEvent(this.#urls, instanceId, eventName, data);
    const purpose = { action: `raise event '${eventName}' for instance '${instanceId}'`, instanceId };
    readAccepted(await this.#send(request, purpose, options.signal), purpose);
  }

  /**
   * Stops an instance where it stands. Activities that run are not interrupted; what they return is dropped.
   *
   * @param reason  Becomes the output of the instance.
   * @throws {DurableClientError} `gone` when the instance has finished, `not-found` when there is none.
   */
  async terminate(instanceId: string, reason: string, options: CallOptions = {}): Promise<void> {
    checkCallOptions(options, [], 'terminate');
    const request = buildTerminate(this.#urls, instanceId, reason);
    const purpose = { action: `terminate instance '${instanceId}'`, instanceId };
    readAccepted(await this.#send(request, purpose, options.signal), purpose);
  }

  /** Removes an instance with its history; an instance that is not there counts as zero. */
  async purgeHistory(instanceId: string, options: CallOptions = {}): Promise<PurgeResult> {
    checkCallOptions(options, [], 'purgeHistory');
    const request = buildPurge(this.#urls, instanceId);
    const purpose = { action: `purge instance '${instanceId}'`, instanceId };
    return readPurge(await this.#send(request, purpose, options.signal), purpose);
  }

  /**
   * Waits until an instance has finished, whichever way, and answers its last status.
   *
   * @throws {DurableClientError} `timeout` when it has not finished in time, `not-found` when there is none.
   */
  async waitForCompletion(instanceId: string, options: WaitOptions = {}): Promise<OrchestrationStatus> {
    checkCallOptions(options, ['timeoutMs', 'pollingIntervalMs'], 'waitForCompletion');
    checkNumber(options.timeoutMs, 0, 'timeoutMs', 'waitForCompletion');
    checkNumber(options.pollingIntervalMs, 1, 'pollingIntervalMs', 'waitForCompletion');
    const { timeoutMs = defaultTimeoutMs, pollingIntervalMs = defaultPollingIntervalMs, signal } = options;
    return waitForCompletion({
      instanceId,
      timeoutMs,
      pollingIntervalMs,
      clock: this.#clock,
      signal,
      queryStatus: () => this.queryStatus(instanceId, { signal }),
    });
  }
}

/** Both forms may have a `baseUrl`; the other members of a binding never occur in an address. */
function isBinding(hub: DurableClientBinding | HubAddress): hub is DurableClientBinding {
  if (typeof hub !== 'object' || hub === null) {
    throw new TypeError(`DurableClient: pass a durable client binding or { baseUrl }, got ${describeValue(hub)}.`);
  }
  const membersOfBindings = ['managementUrls', 'creationUrls', 'taskHubName', 'rpcBaseUrl', 'httpBaseUrl'];
  return membersOfBindings.some((name) => name in hub);
}

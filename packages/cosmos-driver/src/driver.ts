import { carryOut } from './effects/carry-out.ts';
import type { ContainerResolver } from './effects/container-resolver.ts';
import type { FeedParts } from './effects/feed-run.ts';
import { loadSeveralRequests } from './effects/load-several-requests.ts';
import type { readPages as ReadPages } from './effects/read-pages.ts';
import type { TellHandlers } from './effects/tell-handlers.ts';
import { isFeed } from './feeds/feed-identity.ts';
import type { ContainerReference } from './operation/container-reference.ts';
import { CosmosOperation } from './operation/cosmos-operation.ts';
import { DatabaseReference } from './operation/database-reference.ts';
import { takesBody } from './operation/operation-resource.ts';
import { checkOptions } from './options/check-options.ts';
import { executeOptionFields } from './options/operation-option-fields.ts';
import type { ExecuteOptions, OperationOptions } from './options/operation-options.ts';
import type { ResolvedOperationOptions } from './options/resolve-operation-options.ts';
import type { ThroughputControlGroup } from './options/throughput-control.ts';
import { FeedRange } from './partitioning/feed-range.ts';
import type { CosmosResponse } from './response/cosmos-response.ts';
import { applyThroughputGroup } from './throughput-control/apply-throughput-group.ts';
import { addGroup, replaceGroup, type ThroughputGroups } from './throughput-control/throughput-groups.ts';

/** Carries out operations on one account, for one credential. Keeps the account's regions and one session. */
export interface CosmosDriver {
  /** Scheme, host and port of the account's URL. */
  readonly endpoint: string;
  /**
   * Carries out one operation: chooses the region, signs, sends, tries again where that helps and is safe.
   *
   * @throws {CosmosError} when it failed, with the diagnostics of every attempt. Also for 404.
   * @throws {TypeError} for something that is no operation, one without the body it needs, and unknown options.
   */
  executeOperation(operation: CosmosOperation, options?: ExecuteOptions): Promise<CosmosResponse>;
  /**
   * Reads a feed page by page, ahead of the caller as far as `maxConcurrency` allows. Pages may be empty; the pages of a change
   * feed never end, an empty one says that there is nothing new so far. Each iteration begins anew; leaving it ends its requests.
   * `endToEndTimeoutMs` limits the wait for each page.
   *
   * @throws {CosmosError} by the iteration, when a page cannot be read.
   * @throws {TypeError} for something that is no feed, and unknown options.
   */
  pages(operation: CosmosOperation, options?: ExecuteOptions): AsyncIterable<CosmosResponse>;
  /**
   * The physical partitions of a container, as ranges for `withScope`: to share a feed among several readers.
   *
   * @param container  As `resolveContainer` answered it.
   * @throws {CosmosError} when they cannot be read.
   * @throws {TypeError} for a container that is no reference, and unknown options.
   */
  readFeedRanges(container: ContainerReference, options?: ExecuteOptions): Promise<readonly FeedRange[]>;
  /**
   * What the driver's session has seen of a container: for `withSessionToken` of another driver, or process, that is to see at
   * least as much. Keeps what the driver itself sees, so nothing need be done within one driver.
   *
   * @param container  As `resolveContainer` answered it.
   * @param range  The part of the container it is to be about; made that of the partitions that hold some of it. (default: all of it,
   * which asks nobody)
   * @returns `undefined` when nothing was seen, as on accounts that keep no sessions.
   * @throws {CosmosError} when the partitions of a range cannot be read.
   * @throws {TypeError} for a container that is no reference, a range that is none, and unknown options.
   */
  latestSessionToken(
    container: ContainerReference,
    range?: FeedRange,
    options?: ExecuteOptions,
  ): Promise<string | undefined>;
  /**
   * Looks a container up; once for all who ask, the answer is kept until a driver of the runtime deletes the container.
   *
   * @param database  The database, or its id.
   * @param container  The container's id.
   * @throws {CosmosError} `not-found` when there is no such container.
   */
  resolveContainer(
    database: DatabaseReference | string,
    container: string,
    options?: ExecuteOptions,
  ): Promise<ContainerReference>;
  /**
   * Adds a throughput control group to those of the option `throughputControlGroups`, for operations that begin from then on.
   *
   * @param group  Its name is new for its container. The container need not exist yet.
   * @throws {TypeError} when the driver has a group of that name, and for what `throughputControlGroups` would refuse.
   */
  registerThroughputControlGroup(group: ThroughputControlGroup): void;
  /**
   * Replaces a throughput control group, for operations that begin from then on: another bucket, another priority.
   *
   * @param group  As it is to be, with database, container and name of one that the driver has.
   * @throws {TypeError} when the driver has no such group, and for what `throughputControlGroups` would refuse.
   */
  replaceThroughputControlGroup(group: ThroughputControlGroup): void;
  /**
   * Ends the driver: waits between attempts end, requests under way may still be answered, and everything else fails
   * with `closed` from now on.
   */
  close(): Promise<void>;
  /** The same as `close()`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a runtime makes a driver of. */
export interface DriverParts {
  readonly endpoint: string;
  readonly containers: ContainerResolver;
  readonly feeds: FeedParts;
  readonly throughputGroups: ThroughputGroups;
  /** Applies the layers to the options of a call. */
  readonly resolveOptions: (call: OperationOptions | undefined) => ResolvedOperationOptions;
  /** Tells the diagnostics handlers how operations end; `undefined` when there are none. */
  readonly tell: TellHandlers | undefined;
  /** Ends the waits of the driver, and takes it off the runtime's list. */
  readonly close: () => void;
}

/** Puts a driver together: checks what callers give, and hands it to the parts, which do everything. */
export function openDriver({
  endpoint,
  containers,
  feeds,
  resolveOptions,
  tell,
  close,
  ...parts
}: DriverParts): CosmosDriver {
  let { throughputGroups } = parts;
  const closeDriver = async (): Promise<void> => close();
  const optionsOf = (operation: CosmosOperation, call: OperationOptions | undefined): ResolvedOperationOptions =>
    applyThroughputGroup(operation, resolveOptions(call), throughputGroups);
  return {
    endpoint,

    async executeOperation(operation, options) {
      checkOperation(operation);
      if (options !== undefined) checkOptions('operation options', options, executeOptionFields);
      const resolved = optionsOf(operation, options);
      const carryingOut = carryOut(operation, resolved, feeds, options?.signal);
      const response = await (tell === undefined ? carryingOut : tell(operation, resolved, carryingOut));
      containers.follow(operation, response);
      return response;
    },

    pages(operation, options) {
      checkOperation(operation);
      if (!isFeed(operation)) throw new TypeError(`An operation of type ${operation.type} has no pages.`);
      if (options !== undefined) checkOptions('operation options', options, executeOptionFields);
      return {
        [Symbol.asyncIterator]: () => readPages(operation, optionsOf(operation, options), feeds, options?.signal, tell),
      };
    },

    async readFeedRanges(container, options) {
      if (options !== undefined) checkOptions('operation options', options, executeOptionFields);
      return (await loadSeveralRequests()).readFeedRanges(container, resolveOptions(options), feeds, options?.signal);
    },

    async latestSessionToken(container, range, options) {
      if (range !== undefined && !(range instanceof FeedRange)) {
        throw new TypeError(
          'A session token is of a FeedRange, such as one of readFeedRanges(), or of the whole container.',
        );
      }
      if (options !== undefined) checkOptions('operation options', options, executeOptionFields);
      const { latestSessionToken } = await loadSeveralRequests();
      return latestSessionToken(container, range, resolveOptions(options), feeds, options?.signal);
    },

    async resolveContainer(database, id, options) {
      if (options !== undefined) checkOptions('operation options', options, executeOptionFields);
      const parent = typeof database === 'string' ? DatabaseReference.from(database) : database;
      return containers.resolve(parent, id, resolveOptions(options), options?.signal);
    },

    registerThroughputControlGroup(group) {
      throughputGroups = addGroup(throughputGroups, group);
    },

    replaceThroughputControlGroup(group) {
      throughputGroups = replaceGroup(throughputGroups, group);
    },

    close: closeDriver,
    [Symbol.asyncDispose]: closeDriver,
  };
}

/** All pages; opens the feed when the first one is asked for. */
async function* readPages(...asked: Parameters<typeof ReadPages>): AsyncGenerator<CosmosResponse, void, undefined> {
  const parts = await loadSeveralRequests();
  yield* parts.readPages(...asked);
}

function checkOperation(operation: CosmosOperation): void {
  if (!(operation instanceof CosmosOperation)) {
    throw new TypeError('An operation is made by one of the functions of CosmosOperation.');
  }
  if (takesBody(operation) && operation.body === undefined) {
    throw new TypeError(`An operation of type ${operation.type} needs a body: use withBody(bytes).`);
  }
}

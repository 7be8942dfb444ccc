import { execute } from './effects/execute.ts';
import type { ExecutionScope } from './effects/execution-scope.ts';
import type { SingleFlightCache } from './effects/single-flight-cache.ts';
import { CosmosError, isCosmosError } from './errors/cosmos-error.ts';
import { invalidResponse } from './errors/error-from-outcome.ts';
import { readContainerReference } from './operation/container-properties.ts';
import { type ContainerReference, containerAddress } from './operation/container-reference.ts';
import { CosmosOperation, takesBody } from './operation/cosmos-operation.ts';
import { DatabaseReference } from './operation/database-reference.ts';
import { checkOptions } from './options/check-options.ts';
import { executeOptionFields } from './options/operation-option-fields.ts';
import type { ExecuteOptions, OperationOptions } from './options/operation-options.ts';
import type { ResolvedOperationOptions } from './options/resolve-operation-options.ts';
import type { CosmosResponse } from './response/cosmos-response.ts';
import { readJsonBody } from './response/read-json-body.ts';

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
  /** Ends the driver: waits between attempts end, and everything from now on fails with `closed`. */
  close(): Promise<void>;
  /** The same as `close()`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a runtime makes a driver of. */
export interface DriverParts {
  readonly endpoint: string;
  readonly scope: ExecutionScope;
  /** Applies the layers to the options of a call. */
  readonly resolveOptions: (call: OperationOptions | undefined) => ResolvedOperationOptions;
  /** The runtime's containers, by endpoint and path. */
  readonly containers: SingleFlightCache<ContainerReference>;
  /** Ends the waits of the driver, and takes it off the runtime's list. */
  readonly close: () => void;
}

/** Puts a driver together; everything it does is done by its parts. */
export function openDriver({ endpoint, scope, resolveOptions, containers, close }: DriverParts): CosmosDriver {
  async function executeOperation(operation: CosmosOperation, options?: ExecuteOptions): Promise<CosmosResponse> {
    checkOperation(operation);
    if (options !== undefined) checkOptions('operation options', options, executeOptionFields);
    const response = await execute(operation, resolveOptions(options), scope, options?.signal);
    keepContainers(operation, response);
    return response;
  }

  async function resolveContainer(
    database: DatabaseReference | string,
    container: string,
    options: ExecuteOptions = {},
  ): Promise<ContainerReference> {
    checkOptions('operation options', options, executeOptionFields);
    const { signal, ...callOptions } = options;
    const parent = typeof database === 'string' ? DatabaseReference.from(database) : database;
    const operation = CosmosOperation.readContainer(parent, container);
    const key = cacheKey(containerAddress(parent, container).path);
    // Shared with others who ask for the same container, so one caller's signal ends its own wait only.
    const load = async (): Promise<ContainerReference> => {
      const response = await execute(operation, resolveOptions(callOptions), scope);
      try {
        return readContainerReference(parent, readJsonBody(response));
      } catch (error) {
        throw invalidResponse(operation, response.diagnostics, error);
      }
    };
    if (scope.isClosed()) throw closedError();
    const resolving = containers.get(key, load).catch((error) => {
      // The load belonged to another driver of the runtime, which was closed meanwhile.
      if (isCosmosError(error) && error.code === 'closed' && !scope.isClosed()) return containers.get(key, load);
      throw error;
    });
    const limits = { deadlineMs: Number.POSITIVE_INFINITY, signal };
    const resolved = signal?.aborted ? undefined : await scope.alarms.untilStopped(resolving, limits);
    if (resolved !== undefined) return resolved;
    throw new CosmosError(`Resolving container "${container}" was aborted by the caller.`, {
      code: 'aborted',
      cause: signal?.reason,
    });
  }

  /** A container just created need not be read, which might be too early in another region; one deleted is forgotten. */
  function keepContainers({ type, resource }: CosmosOperation, response: CosmosResponse): void {
    if (resource.kind !== 'container' && resource.kind !== 'database') return;
    if (type === 'delete') containers.forget(cacheKey(resource.path));
    if (type !== 'create' || resource.kind !== 'container') return;
    try {
      containers.set(cacheKey(resource.path), readContainerReference(resource.database, readJsonBody(response)));
    } catch {
      // Whoever needs the container reads it, and is told what is wrong with it.
      containers.forget(cacheKey(resource.path));
    }
  }

  /** The slash at the end keeps `/dbs/a` from being the beginning of `/dbs/ab/colls/x`. */
  function cacheKey(path: string): string {
    return `${endpoint}${path}/`;
  }

  async function closeDriver(): Promise<void> {
    close();
  }

  return { endpoint, executeOperation, resolveContainer, close: closeDriver, [Symbol.asyncDispose]: closeDriver };
}

/** What everything fails with after `close()`. */
export function closedError(): CosmosError {
  return new CosmosError('The driver is closed.', { code: 'closed' });
}

function checkOperation(operation: CosmosOperation): void {
  if (!(operation instanceof CosmosOperation)) {
    throw new TypeError('An operation is made by one of the functions of CosmosOperation.');
  }
  if (takesBody(operation.type) && operation.body === undefined) {
    throw new TypeError(`An operation of type ${operation.type} needs a body: use withBody(bytes).`);
  }
}

import type { ContainerResolver } from './effects/container-resolver.ts';
import { execute } from './effects/execute.ts';
import type { ExecutionScope } from './effects/execution-scope.ts';
import type { ContainerReference } from './operation/container-reference.ts';
import { CosmosOperation, takesBody } from './operation/cosmos-operation.ts';
import { DatabaseReference } from './operation/database-reference.ts';
import { checkOptions } from './options/check-options.ts';
import { executeOptionFields } from './options/operation-option-fields.ts';
import type { ExecuteOptions, OperationOptions } from './options/operation-options.ts';
import type { ResolvedOperationOptions } from './options/resolve-operation-options.ts';
import type { CosmosResponse } from './response/cosmos-response.ts';

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
  readonly scope: ExecutionScope;
  readonly containers: ContainerResolver;
  /** Applies the layers to the options of a call. */
  readonly resolveOptions: (call: OperationOptions | undefined) => ResolvedOperationOptions;
  /** Ends the waits of the driver, and takes it off the runtime's list. */
  readonly close: () => void;
}

/** Puts a driver together: checks what callers give, and hands it to the parts, which do everything. */
export function openDriver({ endpoint, scope, containers, resolveOptions, close }: DriverParts): CosmosDriver {
  const closeDriver = async (): Promise<void> => close();
  return {
    endpoint,

    async executeOperation(operation, options) {
      checkOperation(operation);
      if (options !== undefined) checkOptions('operation options', options, executeOptionFields);
      const response = await execute(operation, resolveOptions(options), scope, options?.signal);
      containers.follow(operation, response);
      return response;
    },

    async resolveContainer(database, id, options) {
      if (options !== undefined) checkOptions('operation options', options, executeOptionFields);
      const parent = typeof database === 'string' ? DatabaseReference.from(database) : database;
      return containers.resolve(parent, id, resolveOptions(options), options?.signal);
    },

    close: closeDriver,
    [Symbol.asyncDispose]: closeDriver,
  };
}

function checkOperation(operation: CosmosOperation): void {
  if (!(operation instanceof CosmosOperation)) {
    throw new TypeError('An operation is made by one of the functions of CosmosOperation.');
  }
  if (takesBody(operation.type) && operation.body === undefined) {
    throw new TypeError(`An operation of type ${operation.type} needs a body: use withBody(bytes).`);
  }
}

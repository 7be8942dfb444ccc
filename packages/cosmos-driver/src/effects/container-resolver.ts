import { isCosmosError } from '../errors/cosmos-error.ts';
import { invalidResponse } from '../errors/error-from-outcome.ts';
import { readContainerReference } from '../operation/container-properties.ts';
import { type ContainerReference, containerAddress } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { DatabaseReference } from '../operation/database-reference.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { readJsonBody } from '../response/read-json-body.ts';
import { execute } from './execute.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { beginRun, interruption, stoppedInFlight } from './operation-run.ts';
import type { SharedWaits } from './shared-waits.ts';
import { createSharedWaits, type SendShared, shareWork } from './shared-work.ts';
import { createSingleFlightCache, type SingleFlightCache } from './single-flight-cache.ts';
import { stoppedWaiting } from './stopped-waiting.ts';

/** Looks containers up for one driver, in a memory that all drivers of its runtime share. */
export interface ContainerResolver {
  /**
   * A container, asked for once by all who want it. A caller's signal and deadline end that caller's wait only.
   *
   * @throws {CosmosError}
   */
  resolve(
    database: DatabaseReference,
    id: string,
    options: ResolvedOperationOptions,
    signal: AbortSignal | undefined,
  ): Promise<ContainerReference>;
  /**
   * Looks a container up again, for all who ask at the same time, and forgets what was known of it.
   *
   * @param waits  Of the operation that needs it.
   * @returns `undefined` when there is none, or it could not be asked for.
   */
  renew(
    container: ContainerReference,
    options: ResolvedOperationOptions,
    signal: AbortSignal | undefined,
    waits: SharedWaits,
  ): Promise<ContainerReference | undefined>;
  /**
   * Follows what an operation did: a container just created need not be read, which might be too early in another region;
   * one that was deleted, by itself or with its database, is forgotten.
   */
  follow(operation: CosmosOperation, response: CosmosResponse): void;
}

/** Makes the resolver of a driver. */
export function createContainerResolver(
  endpoint: string,
  scope: ExecutionScope,
  containers: SingleFlightCache<ContainerReference>,
): ContainerResolver {
  /** The slash at the end keeps `/dbs/a` from being the beginning of `/dbs/ab/colls/x`. */
  const cacheKey = (path: string): string => `${endpoint}${path}/`;
  /** What is looked up again now. */
  const renewals = createSingleFlightCache<ContainerReference>();

  async function read(
    database: DatabaseReference,
    id: string,
    options: ResolvedOperationOptions,
    send: SendShared,
  ): Promise<ContainerReference> {
    const operation = CosmosOperation.readContainer(database, id);
    const response = await send((watched, endToEndTimeoutMs) =>
      execute(operation, { ...options, endToEndTimeoutMs }, watched),
    );
    try {
      return readContainerReference(database, readJsonBody(response));
    } catch (error) {
      throw invalidResponse(operation, response.diagnostics, error);
    }
  }

  async function readAgain(
    key: string,
    { database, id }: ContainerReference,
    options: ResolvedOperationOptions,
    send: SendShared,
  ): Promise<ContainerReference> {
    containers.forget(key);
    try {
      const found = await read(database, id, options, send);
      containers.set(key, found);
      return found;
    } finally {
      renewals.forget(key);
    }
  }

  return {
    async resolve(database, id, options, signal) {
      const operation = CosmosOperation.readContainer(database, id);
      const run = beginRun(operation, options, signal, scope);
      const waits = createSharedWaits();
      const fail = (outcome: InterruptedOutcome): never => {
        throw stoppedWaiting(run, outcome, waits, scope);
      };
      const stopped = interruption(run, scope);
      if (stopped !== undefined) return fail(stopped);

      const key = cacheKey(containerAddress(database, id).path);
      const load = (): Promise<ContainerReference> => shareWork(scope, (send) => read(database, id, options, send));
      const resolving = waits.on(containers.get(key, load)).catch((error) => {
        // The load belonged to another driver of the runtime, which was closed meanwhile.
        if (isCosmosError(error) && error.code === 'closed' && !scope.isClosed())
          return waits.on(containers.get(key, load));
        throw error;
      });
      return (await scope.alarms.untilStopped(resolving, run)) ?? fail(stoppedInFlight(run));
    },

    async renew(container, options, signal, waits) {
      const key = cacheKey(container.path);
      const run = beginRun(CosmosOperation.readContainer(container.database, container.id), options, signal, scope);
      // Why it cannot be had says less than the answer that made us ask.
      const renewing = waits
        .on(renewals.get(key, () => shareWork(scope, (send) => readAgain(key, container, options, send))))
        .catch(() => undefined);
      return scope.alarms.untilStopped(renewing, run);
    },

    follow({ type, resource }, response) {
      if (resource.kind !== 'container' && resource.kind !== 'database') return;
      const key = cacheKey(resource.path);
      if (type === 'delete') containers.forget(key);
      if (type !== 'create' || resource.kind !== 'container') return;
      try {
        containers.set(key, readContainerReference(resource.database, readJsonBody(response)));
      } catch {
        // Whoever needs the container reads it, and is told what is wrong with it.
        containers.forget(key);
      }
    },
  };
}

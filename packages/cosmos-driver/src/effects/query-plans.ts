import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { QueryPlan } from '../feeds/query-plan.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import { defaults } from '../options/defaults.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { SharedWaits } from './shared-waits.ts';
import { type SendShared, shareWork } from './shared-work.ts';

/** How a plan is asked for, and who wants to know. */
export interface PlanReading {
  readonly options: ResolvedOperationOptions;
  /** Told of the request, when this call made it. */
  readonly onRead: (diagnostics: CosmosDiagnostics) => void;
  /** What the operation waits for that needs it. (default: none does) */
  readonly waits?: SharedWaits;
}

/** Asks for a plan. @throws {CosmosError} */
export type ReadPlan = (
  container: ContainerReference,
  query: string,
  reading: PlanReading,
  send: SendShared,
) => Promise<QueryPlan>;

/** The plans of queries, asked of the gateway and kept, for one driver. */
export interface QueryPlans {
  /**
   * The plan of a query; asked for once by all who want it, the ones used last are kept.
   *
   * Text and parameters together make a plan: what a parameter is equal to decides which partitions are asked.
   *
   * @param query  Text and parameters, JSON.
   * @throws {CosmosError} `unsupported-query` for queries that no plan of the driver can carry out.
   */
  get(container: ContainerReference, query: string, reading: PlanReading): Promise<QueryPlan>;
}

/** Makes the memory of a driver. @param read  Asks for a plan that is not known. */
export function createQueryPlans(scope: ExecutionScope, read: ReadPlan): QueryPlans {
  const plans = new Map<string, Promise<QueryPlan>>();
  return {
    get(container, query, reading) {
      const key = `${container.rid}\n${query}`;
      const known = plans.get(key) ?? shareWork(scope, (send) => read(container, query, reading, send));
      plans.delete(key);
      plans.set(key, known);
      known.catch(() => {
        if (plans.get(key) === known) plans.delete(key);
      });
      for (const oldest of plans.keys()) {
        if (plans.size <= defaults.feed.cachedPlans) break;
        plans.delete(oldest);
      }
      return reading.waits?.on(known) ?? known;
    },
  };
}

import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosError, isCosmosError } from '../errors/cosmos-error.ts';
import { invalidResponse } from '../errors/error-from-outcome.ts';
import { type QueryPlan, readQueryPlan } from '../feeds/query-plan.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { defaults } from '../options/defaults.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { readJsonBody } from '../response/read-json-body.ts';
import { execute } from './execute.ts';
import type { ExecutionScope } from './execution-scope.ts';

/** The plans of queries, asked of the gateway and kept, for one driver. */
export interface QueryPlans {
  /**
   * The plan of a query; asked for once by all who want it, the ones used last are kept.
   *
   * Text and parameters together make a plan: what a parameter is equal to decides which partitions are asked.
   *
   * @param query  Text and parameters, JSON.
   * @param onRead  Told of the request, when this call made it.
   * @throws {CosmosError} `unsupported-query` for queries that no plan of the driver can carry out.
   */
  get(
    container: ContainerReference,
    query: string,
    reading: {
      readonly options: ResolvedOperationOptions;
      readonly onRead: (diagnostics: CosmosDiagnostics) => void;
    },
  ): Promise<QueryPlan>;
}

/** Makes the memory of a driver. */
export function createQueryPlans(scope: ExecutionScope): QueryPlans {
  const plans = new Map<string, Promise<QueryPlan>>();
  return {
    get(container, query, reading) {
      const key = `${container.rid}\n${query}`;
      const known = plans.get(key) ?? readPlan(container, query, reading, scope);
      plans.delete(key);
      plans.set(key, known);
      known.catch(() => {
        if (plans.get(key) === known) plans.delete(key);
      });
      for (const oldest of plans.keys()) {
        if (plans.size <= defaults.feed.cachedPlans) break;
        plans.delete(oldest);
      }
      return known;
    },
  };
}

const needsSeveralQueries =
  'Ranking by full text (ORDER BY RANK) over several partitions takes several queries, which the driver does not make; scope the query to one partition key.';

async function readPlan(
  container: ContainerReference,
  query: string,
  { options, onRead }: Parameters<QueryPlans['get']>[2],
  scope: ExecutionScope,
): Promise<QueryPlan> {
  const operation = CosmosOperation.queryPlan(container, JSON.parse(query));
  const response = await execute(operation, { ...options, endToEndTimeoutMs: undefined }, scope).catch((error) => {
    throw isCosmosError(error) && isUnsupported(error) ? unsupported(error.message, error.diagnostics, error) : error;
  });
  onRead(response.diagnostics);
  let plan: QueryPlan;
  try {
    plan = readQueryPlan(readJsonBody(response), container.partitionKey);
  } catch (error) {
    throw invalidResponse(operation, response.diagnostics, error);
  }
  if (plan.isHybrid) throw unsupported(needsSeveralQueries, response.diagnostics);
  return plan;
}

function unsupported(message: string, diagnostics: CosmosDiagnostics, cause?: CosmosError): CosmosError {
  return new CosmosError(message, { code: 'unsupported-query', status: cause?.status, diagnostics, cause });
}

/** How the gateway refuses queries whose plans need what the client has not said it can do. */
function isUnsupported({ code, message }: CosmosError): boolean {
  return code === 'bad-request' && /calling client does not support/.test(message);
}

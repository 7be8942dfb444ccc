import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosError, isCosmosError } from '../errors/cosmos-error.ts';
import { invalidResponse } from '../errors/error-from-outcome.ts';
import { type QueryPlan, readQueryPlan } from '../feeds/query-plan.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { readJsonBody } from '../response/read-json-body.ts';
import { execute } from './execute.ts';
import type { PlanReading } from './query-plans.ts';
import type { SendShared } from './shared-work.ts';

const needsSeveralQueries =
  'Ranking by full text (ORDER BY RANK) over several partitions takes several queries, which the driver does not make; scope the query to one partition key.';

/**
 * Asks the gateway for the plan of a query.
 *
 * @throws {CosmosError} `unsupported-query` for queries that no plan of the driver can carry out.
 */
export async function readPlan(
  container: ContainerReference,
  query: string,
  { options, onRead }: PlanReading,
  send: SendShared,
): Promise<QueryPlan> {
  const operation = CosmosOperation.queryPlan(container, JSON.parse(query));
  // Others wait for it too: whose deadline passes stops waiting, not asking.
  const unlimited = { ...options, endToEndTimeoutMs: undefined };
  const response = await send((scope) => execute(operation, unlimited, scope)).catch((error) => {
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

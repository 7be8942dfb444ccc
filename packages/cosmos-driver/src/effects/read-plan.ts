import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosError, isCosmosError } from '../errors/cosmos-error.ts';
import { describeOperation } from '../errors/describe-operation.ts';
import { errorAbout } from '../errors/error-about.ts';
import { invalidResponse } from '../errors/error-from-outcome.ts';
import { errorWith } from '../errors/error-with.ts';
import { type QueryPlan, readQueryPlan } from '../feeds/query-plan.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { FeedQuery } from '../operation/feed-settings.ts';
import { readJsonBody } from '../response/read-json-body.ts';
import { execute } from './execute.ts';
import type { PlanReading } from './query-plans.ts';
import type { SendShared } from './shared-work.ts';

const needsSeveralQueries =
  'ranking by full text (ORDER BY RANK) over several partitions takes several queries, which the driver does not make; scope the query to one partition key.';

/**
 * Asks the gateway for the plan of a query. What is wrong with the plan is wrong with the query, and told of that.
 *
 * @throws {CosmosError} `unsupported-query` for queries that no plan of the driver can carry out.
 */
export async function readPlan(
  container: ContainerReference,
  query: string,
  { options, onRead }: PlanReading,
  send: SendShared,
): Promise<QueryPlan> {
  const asked: FeedQuery = JSON.parse(query);
  const operation = CosmosOperation.queryPlan(container, asked);
  const planned = CosmosOperation.queryItems(container, asked);
  // Others wait for it too: whose deadline passes stops waiting, not asking.
  const response = await send((scope, endToEndTimeoutMs) =>
    execute(operation, { ...options, endToEndTimeoutMs }, scope),
  ).catch((error) => {
    if (!isCosmosError(error)) throw error;
    const refusal = errorAbout(error, operation, planned);
    throw isUnsupported(error) ? errorWith(refusal, { code: 'unsupported-query', cause: error }) : refusal;
  });
  onRead(response.diagnostics);
  let plan: QueryPlan;
  try {
    plan = readQueryPlan(readJsonBody(response), container.partitionKey);
  } catch (error) {
    throw invalidResponse(planned, response.diagnostics, error);
  }
  if (plan.isHybrid) throw unsupported(planned, response.diagnostics);
  return plan;
}

function unsupported(operation: CosmosOperation, diagnostics: CosmosDiagnostics): CosmosError {
  const message = `${describeOperation(operation)} is not supported: ${needsSeveralQueries}`;
  return new CosmosError(message, { code: 'unsupported-query', diagnostics });
}

/** How the gateway refuses queries whose plans need what the client has not said it can do. */
function isUnsupported({ code, message }: CosmosError): boolean {
  return code === 'bad-request' && /calling client does not support/.test(message);
}

import { headerNames, subStatuses } from '@perdura/cosmos-protocol';
import type { Container } from '../containers/container.ts';
import { findContainer } from '../containers/find-container.ts';
import { resolveItemFeedScope } from '../items/item-feed-scope.ts';
import type { Partition } from '../partitions/partition.ts';
import type { Operation, OperationHandler } from '../requests/operation.ts';
import { type Answer, isRefusal, refuse } from '../responses/answer.ts';

/** What a container has that asked for no throughput, in request units per second. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#provisioned-throughput */
const defaultThroughput = 400;

/**
 * Carries out an operation on items if the partitions it needs have request units left in this second; else 429/3200,
 * and nothing is done.
 *
 * As with the service, an operation that begins within the budget is done, even if it costs more than what is left.
 */
export function throttle(operation: Operation, handler: OperationHandler): Answer {
  const container = isOnItems(operation) ? findContainer(operation) : undefined;
  if (container === undefined || isRefusal(container)) return handler(operation);
  const scope = resolveItemFeedScope(operation, container);
  if (isRefusal(scope)) return handler(operation);

  const second = Math.floor(operation.nowMs / 1000);
  const { partitions } = scope;
  if (partitions.some((partition) => spentIn(partition, second) >= budgetOf(partition, container))) {
    const retryAfterMs = String(Math.ceil((second + 1) * 1000 - operation.nowMs));
    return refuse(429, 'The request rate is too large. Please retry after some time.', {
      subStatus: subStatuses.ruBudgetExceeded,
      headers: { [headerNames.retryAfterMs]: retryAfterMs },
    });
  }
  const answer = handler(operation);
  for (const partition of partitions) {
    const requestUnits = spentIn(partition, second) + answer.requestCharge / partitions.length;
    partition.spent = { second, requestUnits };
  }
  return answer;
}

function isOnItems({ path: { segments } }: Operation): boolean {
  return segments[4] === 'docs';
}

function spentIn({ spent }: Partition, second: number): number {
  return spent.second === second ? spent.requestUnits : 0;
}

/** A partition's share of its container's throughput. */
function budgetOf({ document }: Partition, { throughput }: Container): number {
  return (throughput || defaultThroughput) * Number(document.throughputFraction);
}

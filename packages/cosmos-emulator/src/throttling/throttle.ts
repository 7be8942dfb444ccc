import { headerNames, subStatuses } from '@perdura/cosmos-protocol';
import type { Container } from '../containers/container.ts';
import { findContainer } from '../containers/find-container.ts';
import type { Database } from '../databases/database.ts';
import { findDatabase } from '../databases/find-database.ts';
import { resolveItemFeedScope } from '../items/item-feed-scope.ts';
import { throughputOf } from '../offers/find-offer.ts';
import { shareOf } from '../offers/throughput.ts';
import type { SpentThroughput } from '../partitions/partition.ts';
import type { Operation, OperationHandler } from '../requests/operation.ts';
import { type Answer, isRefusal, refuse } from '../responses/answer.ts';

/**
 * Carries out an operation on items if the partitions it needs have request units left in this second; else 429/3200,
 * and nothing is done.
 *
 * Containers that share their database's throughput have no more together than the database has. As with the service,
 * an operation that begins within the budget is done, even if it costs more than what is left.
 */
export function throttle(operation: Operation, handler: OperationHandler): Answer {
  const container = isOnItems(operation) ? findContainer(operation) : undefined;
  if (container === undefined || isRefusal(container)) return handler(operation);
  const scope = resolveItemFeedScope(operation, container);
  if (isRefusal(scope)) return handler(operation);

  const { store, region, nowMs } = operation;
  const second = Math.floor(nowMs / 1000);
  const throughput = throughputOf(store, container);
  const { partitions } = scope;
  const pool = sharedPool(operation, container);
  const isSpent =
    partitions.some(
      ({ spent, document }) => spentIn(spent, second) >= shareOf(throughput, Number(document.throughputFraction)),
    ) || spentIn(pool?.get(region), second) >= throughput.requestUnits;
  if (isSpent) {
    const retryAfterMs = String(Math.ceil((second + 1) * 1000 - nowMs));
    return refuse(429, 'The request rate is too large. Please retry after some time.', {
      subStatus: subStatuses.ruBudgetExceeded,
      headers: { [headerNames.retryAfterMs]: retryAfterMs },
    });
  }
  const answer = handler(operation);
  for (const partition of partitions) {
    partition.spent = spend(partition.spent, second, answer.requestCharge / partitions.length);
  }
  pool?.set(region, spend(pool.get(region), second, answer.requestCharge));
  return answer;
}

function isOnItems({ path: { segments } }: Operation): boolean {
  return segments[4] === 'docs' || segments[4] === 'operations';
}

/** What was spent of the throughput that a container shares; `undefined` when it has its own. */
function sharedPool(operation: Operation, { offerOwnerId }: Container): Database['spent'] | undefined {
  const database = findDatabase(operation);
  return isRefusal(database) || database.resourceId !== offerOwnerId ? undefined : database.spent;
}

function spentIn(spent: SpentThroughput | undefined, second: number): number {
  return spent?.second === second ? spent.requestUnits : 0;
}

function spend(spent: SpentThroughput | undefined, second: number, requestUnits: number): SpentThroughput {
  return { second, requestUnits: spentIn(spent, second) + requestUnits };
}

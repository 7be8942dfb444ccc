import { headerNames, subStatuses } from '@perdura/cosmos-protocol';
import type { Container } from '../containers/container.ts';
import { findContainer } from '../containers/find-container.ts';
import type { Database } from '../databases/database.ts';
import { findDatabase } from '../databases/find-database.ts';
import { resolveItemFeedScope } from '../items/item-feed-scope.ts';
import { throughputOf } from '../offers/find-offer.ts';
import { shareOf } from '../offers/throughput.ts';
import type { Partition, SpentThroughput } from '../partitions/partition.ts';
import type { Operation, OperationHandler } from '../requests/operation.ts';
import { type Answer, isRefusal, type Refusal, refuse } from '../responses/answer.ts';

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

  const { region, nowMs } = operation;
  const { partitions } = scope;
  const refused = refuseSpent(operation, container, partitions);
  if (refused !== undefined) return refused;
  const answer = handler(operation);
  const second = Math.floor(nowMs / 1000);
  const pool = sharedPool(operation, container);
  for (const partition of partitions) {
    partition.spent = spend(partition.spent, second, answer.requestCharge / partitions.length);
  }
  pool?.set(region, spend(pool.get(region), second, answer.requestCharge));
  return answer;
}

/**
 * 429/3200 when partitions, or the throughput they share, have nothing left in this second.
 *
 * @param underWay  What the request has spent so far that is not counted yet, on one partition.
 */
export function refuseSpent(
  operation: Operation,
  container: Container,
  partitions: readonly Partition[],
  underWay: number = 0,
): Refusal | undefined {
  const { store, region, nowMs } = operation;
  const second = Math.floor(nowMs / 1000);
  const throughput = throughputOf(store, container);
  const isSpent =
    partitions.some(
      ({ spent, document }) =>
        spentIn(spent, second) + underWay >= shareOf(throughput, Number(document.throughputFraction)),
    ) || spentIn(sharedPool(operation, container)?.get(region), second) + underWay >= throughput.requestUnits;
  if (!isSpent) return undefined;
  const retryAfterMs = String(Math.ceil((second + 1) * 1000 - nowMs));
  return refuse(429, 'The request rate is too large. Please retry after some time.', {
    subStatus: subStatuses.ruBudgetExceeded,
    headers: { [headerNames.retryAfterMs]: retryAfterMs },
  });
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

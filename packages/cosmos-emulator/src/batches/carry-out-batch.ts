import { headerNames } from '@perdura/cosmos-protocol';
import { isTrue } from '../requests/is-true.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { readBatch } from './batch-row.ts';
import { carryOutBulk } from './carry-out-bulk.ts';
import { carryOutTransaction } from './carry-out-transaction.ts';

/**
 * `POST /dbs/{database}/colls/{container}/docs` with `x-ms-cosmos-is-batch-request: True`: 200 with the results of all
 * operations, 207 when one failed.
 *
 * With `x-ms-cosmos-batch-atomic: True` all or none is done, for one partition key; otherwise each by itself, within one
 * partition.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/transactional-batch
 */
export function carryOutBatch(operation: Operation): Answer {
  const rows = readBatch(operation.request);
  if (isRefusal(rows)) return rows;
  const isAtomic = isTrue(operation.request.headers[headerNames.batchAtomic]);
  return isAtomic ? carryOutTransaction(operation, rows) : carryOutBulk(operation, rows);
}

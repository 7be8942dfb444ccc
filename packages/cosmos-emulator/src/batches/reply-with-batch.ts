import { headerNames } from '@perdura/cosmos-protocol';
import type { Container } from '../containers/container.ts';
import type { Partition } from '../partitions/partition.ts';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import type { Reply } from '../responses/answer.ts';
import { replyWithJson } from '../responses/json-reply.ts';
import { type BatchResult, hasFailed } from './batch-result.ts';

/** 200 with the results in the order of the operations, or 207 when one failed; the charge is that of all together. */
export function replyWithBatch(container: Container, partition: Partition, results: readonly BatchResult[]): Reply {
  const charge = results.reduce((sum, { requestCharge }) => sum + requestCharge, 0);
  return replyWithJson(results.some(hasFailed) ? 207 : 200, results, Math.round(charge * 100) / 100, {
    ...partitionHeaders(container, partition),
    [headerNames.itemCount]: String(results.length),
  });
}

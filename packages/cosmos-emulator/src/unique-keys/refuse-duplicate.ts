import { refusedWriteCharge } from '../charging/request-charge.ts';
import type { ItemScope } from '../items/item-scope.ts';
import type { ItemWrite } from '../partitions/item-write.ts';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import { findDuplicate } from './find-duplicate.ts';

/** Sub-status of a 409 that is not about the id, as the service answers. */
const uniqueIndexConflict = 3301;

/** 409/3301 for writes of one commit that would break a unique key of the container; `undefined` when they may happen. */
export function refuseDuplicate(
  { container, partition }: ItemScope,
  writes: readonly ItemWrite[],
): Refusal | undefined {
  if (findDuplicate(partition, container.uniqueKeys, writes) === undefined) return undefined;
  return refuse(409, 'Unique index constraint violation.', {
    subStatus: uniqueIndexConflict,
    headers: partitionHeaders(container, partition),
    requestCharge: refusedWriteCharge,
  });
}

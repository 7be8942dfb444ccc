import { subStatuses } from '@perdura/cosmos-protocol';
import { type Refusal, refuse } from '../responses/answer.ts';
import type { Partition } from './partition.ts';

/** 410/1007 for a partition that is being split or merged: the client asks for the ranges anew and tries again. */
export function refuseLockedPartition({ id }: Partition): Refusal {
  return refuse(410, `The partition key range ${id} is being split or merged. Refresh the ranges and try again.`, {
    subStatus: subStatuses.completingSplit,
  });
}

import { isRead } from '../../operation/operation-traits.ts';
import { isWriteForbidden } from '../../response/cosmos-status.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { failOver } from '../fail-over.ts';

/** 403/3 to a read that only the hub region may answer: this region is not the hub. Another one, at once. */
export function hubRefused(attempt: Attempt): Verdict | undefined {
  const { operation, outcome, endpoint, retry, multiWrite, partitionFailover } = attempt;
  if (outcome.kind !== 'response' || !isWriteForbidden(outcome.status)) return undefined;
  if (!retry.hubRegionOnly || multiWrite || !isRead(operation)) return undefined;
  return failOver(attempt, partitionFailover ? [{ kind: 'hub-refused', url: endpoint.url }] : [], { atOnce: true });
}

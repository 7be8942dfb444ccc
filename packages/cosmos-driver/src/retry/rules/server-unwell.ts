import type { CosmosStatus } from '../../response/cosmos-status.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { failOver } from '../fail-over.ts';

/** 408, 410, 429/3092 and 5xx: the region is unwell. Avoid it for a while, and go elsewhere. */
export function serverUnwell(attempt: Attempt): Verdict | undefined {
  const { outcome, endpoint } = attempt;
  if (outcome.kind !== 'response' || !isUnwell(outcome.status)) return undefined;
  return failOver(attempt, [{ kind: 'mark-unavailable', url: endpoint.url, reason: 'server-error' }]);
}

/** The rules before this one have taken the 410 and 429 that waiting helps against. */
function isUnwell({ code }: CosmosStatus): boolean {
  return code === 408 || code === 410 || code === 429 || code >= 500;
}

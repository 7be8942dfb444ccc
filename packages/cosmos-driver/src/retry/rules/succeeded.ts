import { invalidResponse } from '../../errors/error-from-outcome.ts';
import { isSuccess } from '../../response/cosmos-status.ts';
import { readResponse } from '../../response/read-response.ts';
import type { RoutingEffect } from '../../routing/routing-effect.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { partitionServed } from '../partition-effects.ts';

/** 2xx and 304 are the answer. */
export function succeeded(attempt: Attempt): Verdict | undefined {
  const { operation, outcome, diagnostics, retry } = attempt;
  if (outcome.kind !== 'response' || !isSuccess(outcome.status)) return undefined;
  const effects = learned(attempt);
  try {
    const response = readResponse(operation, outcome, diagnostics);
    // Of the operations in a bulk, some may fail because of themselves.
    const isUnclear = retry.ambiguous && operation.type === 'bulk';
    return { decision: { kind: 'complete', response: isUnclear ? { ...response, isUnclear } : response }, effects };
  } catch (error) {
    return { decision: { kind: 'fail', error: invalidResponse(operation, diagnostics, error) }, effects };
  }
}

/** Where the service moves the write regions of single partitions, it is worth knowing which region is a partition's hub. */
function learned(attempt: Attempt): readonly RoutingEffect[] {
  const { endpoint, retry, partitionFailover } = attempt;
  const served = partitionServed(attempt);
  if (!retry.hubRegionOnly || !partitionFailover) return served;
  return [...served, { kind: 'hub-found', url: endpoint.url }];
}

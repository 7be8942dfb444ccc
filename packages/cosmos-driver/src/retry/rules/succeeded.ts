import { invalidResponse } from '../../errors/error-from-outcome.ts';
import { isSuccess } from '../../response/cosmos-status.ts';
import { readResponse } from '../../response/read-response.ts';
import type { Attempt, RoutingEffect, Verdict } from '../decision.ts';

const noEffects: readonly RoutingEffect[] = Object.freeze([]);

/** 2xx and 304 are the answer. */
export function succeeded({ operation, outcome, diagnostics }: Attempt): Verdict | undefined {
  if (outcome.kind !== 'response' || !isSuccess(outcome.status)) return undefined;
  try {
    return {
      decision: { kind: 'complete', response: readResponse(operation, outcome, diagnostics) },
      effects: noEffects,
    };
  } catch (error) {
    return { decision: { kind: 'fail', error: invalidResponse(operation, diagnostics, error) }, effects: noEffects };
  }
}

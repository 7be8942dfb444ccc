import { CosmosDiagnostics } from '../../src/diagnostics/cosmos-diagnostics.ts';
import type { OperationOptions, RetryAmbiguousWrites } from '../../src/options/operation-options.ts';
import { resolveOperationOptions } from '../../src/options/resolve-operation-options.ts';
import type { AttemptOutcome, RequestSent } from '../../src/response/attempt-outcome.ts';
import { cosmosStatus } from '../../src/response/cosmos-status.ts';
import { decide } from '../../src/retry/decide.ts';
import type { Attempt, Verdict } from '../../src/retry/decision.ts';
import { initialRetryState, type RetryState } from '../../src/retry/retry-state.ts';
import type { Endpoint } from '../../src/routing/endpoint.ts';
import type { RoutingEffect } from '../../src/routing/routing-effect.ts';
import { readOrder } from './fake-account.ts';

export const eastEndpoint: Endpoint = { region: 'East US', url: 'https://east' };
export const westEndpoint: Endpoint = { region: 'West US', url: 'https://west' };

/** An answer of the service, empty. */
export function answer(status: number, subStatus = 0, headers: Record<string, string> = {}): AttemptOutcome {
  return { kind: 'response', status: cosmosStatus(status, subStatus), headers, body: new Uint8Array() };
}

/** A transport that failed. */
export function noAnswer(requestSent: RequestSent): AttemptOutcome {
  return { kind: 'transport-failure', requestSent, hostUnreachable: true, error: new Error('no answer') };
}

/** What differs from the first attempt of a read in East US, of a healthy account with two regions. */
export interface Scene extends Partial<Omit<Attempt, 'retry' | 'options'>> {
  readonly retry?: Partial<RetryState>;
  readonly mode?: RetryAmbiguousWrites;
  readonly options?: OperationOptions;
}

/** What is decided after an outcome. */
export function decideAfter(outcome: AttemptOutcome, { retry, mode, options, ...scene }: Scene = {}): Verdict {
  return decide({
    operation: readOrder,
    endpoint: eastEndpoint,
    candidates: [eastEndpoint, westEndpoint],
    outcome,
    retry: { ...initialRetryState, ...retry },
    options: resolveOperationOptions([{ retryAmbiguousWrites: mode, ...options }]),
    credentialRenewable: false,
    multiWrite: false,
    guard: undefined,
    isPartitionNoted: false,
    partitionFailover: false,
    remainingMs: Number.POSITIVE_INFINITY,
    random: 0.5,
    diagnostics: new CosmosDiagnostics('a', 'read_item', [], 0),
    ...scene,
  });
}

/** A verdict in one line: what tables compare. */
export function describeVerdict({ decision, effects }: Verdict): string {
  const next =
    decision.kind === 'retry'
      ? `${decision.next.context} in ${decision.delayMs}`
      : decision.kind === 'fail'
        ? `fail ${decision.error.code}${decision.error.mayHaveBeenApplied ? ' (perhaps applied)' : ''}`
        : decision.kind === 'look-up-container'
          ? `look up ${decision.container.link}, else fail ${decision.error.code}`
          : decision.kind;
  return [next, ...effects.map(describeEffect)].join(', ');
}

function describeEffect(effect: RoutingEffect): string {
  switch (effect.kind) {
    case 'mark-unavailable':
      return `avoid endpoint: ${effect.reason}`;
    case 'refresh-account':
      return 'read account';
    case 'refresh-partitions':
      return 'read partitions';
    case 'partition-failed':
      return `count ${effect.isRead ? 'read' : 'write'}`;
    default:
      return effect.kind;
  }
}

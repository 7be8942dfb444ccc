import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosError } from '../errors/cosmos-error.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { PartitionGuard } from '../partition-routing/partition-guard.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';
import type { RetryState } from './retry-state.ts';

/** One attempt, as the rules see it: everything they may ask, nothing they may change. */
export interface Attempt {
  readonly operation: CosmosOperation;
  /** Where it went. */
  readonly endpoint: Endpoint;
  /** Where it could have gone, in order of preference. */
  readonly candidates: readonly Endpoint[];
  /** What came of it. */
  readonly outcome: AttemptOutcome;
  /** What the attempts before it left behind. */
  readonly retry: RetryState;
  readonly options: ResolvedOperationOptions;
  /** Whether the credential may answer something else when it is asked again. */
  readonly credentialRenewable: boolean;
  /** Whether several regions accept writes. */
  readonly multiWrite: boolean;
  /** How the operation's partition is led around regions that fail it; `undefined` when it is not. */
  readonly guard: PartitionGuard | undefined;
  /** Whether something is noted about the partition. */
  readonly isPartitionNoted: boolean;
  /** Whether the service moves the write region of single partitions. */
  readonly partitionFailover: boolean;
  /** Time left for the operation, in milliseconds; `Infinity` without a deadline. */
  readonly remainingMs: number;
  /** A random number from 0 to just below 1. */
  readonly random: number;
  /** All attempts so far, this one included. */
  readonly diagnostics: CosmosDiagnostics;
}

/** What happens next. */
export type Decision =
  /** The operation is done. */
  | { readonly kind: 'complete'; readonly response: CosmosResponse }
  /** One more attempt, after a wait, with this state. */
  | { readonly kind: 'retry'; readonly delayMs: number; readonly next: RetryState }
  /** The container is looked up again; that decides between one more attempt with this state, and failure with this error. */
  | {
      readonly kind: 'look-up-container';
      readonly container: ContainerReference;
      readonly next: RetryState;
      readonly error: CosmosError;
    }
  /** The operation has failed. */
  | { readonly kind: 'fail'; readonly error: CosmosError };

/** A decision with what was learned on the way. */
export interface Verdict {
  readonly decision: Decision;
  readonly effects: readonly RoutingEffect[];
}

/** A rule answers the attempts it is about, and leaves the others to the next rule. It only reads. */
export type Rule = (attempt: Attempt) => Verdict | undefined;

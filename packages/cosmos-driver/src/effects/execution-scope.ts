import type { DiagnosticsSource } from '../diagnostics/cosmos-diagnostics.ts';
import type { CountedFaultRule } from '../faults/fault-injection-rule.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { AccountCell } from './account-cell.ts';
import type { Alarms } from './alarms.ts';
import type { Authorizer } from './authorize.ts';
import type { Clock } from './clock.ts';
import type { HedgeSlots } from './hedge-slots.ts';
import type { PartitionFinder } from './partition-finder.ts';
import type { SharedWaits } from './shared-waits.ts';
import type { Transport } from './transport.ts';
import type { WatchAttempt } from './watch-attempt.ts';

/** What a driver lends to the loop: its ports, and the cell that holds what changes. */
export interface ExecutionScope {
  /** What is known about the account. */
  readonly account: AccountCell;
  /** Finds out which partition an operation goes to. (default: nobody does) */
  readonly finder?: PartitionFinder;
  readonly transport: Transport;
  /** Takes the body of an answer that is used up. (default: whoever gave the transport may still look at it) */
  readonly freeBody?: ((bytes: Uint8Array) => void) | undefined;
  /** What goes wrong on purpose, at least one rule. (default: nothing) */
  readonly faultRules?: readonly CountedFaultRule[] | undefined;
  /** Longest wait for one answer, by kind of operation. */
  readonly requestTimeoutMs: { readonly data: number; readonly metadata: number };
  /** What limits reads of metadata in a second region. (default: there are none) */
  readonly metadataHedges?: HedgeSlots;
  readonly authorizer: Authorizer;
  readonly clock: Clock;
  readonly alarms: Alarms;
  /** A random number from 0 to just below 1. */
  readonly random: () => number;
  /** A new UUID. */
  readonly newId: () => string;
  /** What diagnostics hold and show. */
  readonly diagnostics: DiagnosticsSource;
  /** Who asks. */
  readonly identity: { readonly clientId: string; readonly userAgent: string };
  /**
   * Looks a container up again, whatever is known of it.
   *
   * @param waits  Of the operation that needs it.
   * @returns `undefined` when there is none, or it could not be asked for. (default: the driver's own reads do not look)
   */
  readonly renewContainer?: (
    container: ContainerReference,
    options: ResolvedOperationOptions,
    signal: AbortSignal | undefined,
    waits: SharedWaits,
  ) => Promise<ContainerReference | undefined>;
  /** Told of every attempt that begins. (default: nobody is) */
  readonly watchAttempt?: WatchAttempt;
  /** Whether the driver was closed. */
  readonly isClosed: () => boolean;
}

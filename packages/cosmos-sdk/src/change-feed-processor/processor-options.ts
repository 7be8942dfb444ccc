import type { CosmosDiagnostics, FeedRange } from '@perdura/cosmos-driver';
import type { ChangeFor } from '../change-feed/change.ts';
import type { ChangeFeedMode } from '../change-feed/change-feed-options.ts';
import { optionsOfCall } from '../client/options-of-call.ts';
import type { LeaseEnd } from './held-lease.ts';
import type { LeaseContainer } from './lease-container.ts';

/** Which part of the container something is about. */
export interface LeaseLabel {
  /** Name of the part, the same for all instances and over restarts. */
  readonly leaseToken: string;
  /** The part. */
  readonly range: FeedRange;
}

/** What a handler is told besides the changes. */
export interface ChangesContext extends LeaseLabel {
  /** Every request that the page of changes took. */
  readonly diagnostics: CosmosDiagnostics;
  /** What the page cost, in request units. */
  readonly requestCharge: number;
  /** What whoever reads the changed items must have seen, for option `sessionToken`. */
  readonly sessionToken: string | undefined;
  /** Aborted when the lease is another instance's: it may handle the same changes by now, so leave off. */
  readonly signal: AbortSignal;
}

/** What an error came of. */
export interface ProcessorErrorContext extends Partial<LeaseLabel> {
  /**
   * `handler`: the handler threw; `feed`: changes could not be read; `leases`: a lease could not be read or written;
   * `callback`: `onLeaseAcquired` or `onLeaseReleased` threw.
   */
  readonly source: 'handler' | 'feed' | 'leases' | 'callback';
}

/**
 * Options of a change feed processor. Times are by default those of the .NET and Java SDKs, in their code: leases are renewed every 17
 * seconds and looked for every 13. The page on the processor names these two the other way round.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/change-feed-processor#advanced-lease-configuration
 * @see https://github.com/Azure/azure-cosmos-dotnet-v3/blob/master/Microsoft.Azure.Cosmos/src/ChangeFeedProcessor/Configuration/ChangeFeedLeaseOptions.cs
 */
export interface ChangeFeedProcessorOptions<
  T = Record<string, unknown>,
  Mode extends ChangeFeedMode = 'latest-version',
> {
  /** Where the leases are kept: the client of a container partitioned by `/id` or `/partitionKey`. */
  readonly leaseContainer: LeaseContainer;
  /** Name of what is done with the changes. Instances of the same name share them; every name is told of all. */
  readonly processorName: string;
  /** Name of this instance, unlike that of any other that runs. One that restarts under its name goes on at once. (default: a UUID) */
  readonly instanceName?: string | undefined;
  /**
   * Handles a page of changes, in their order. When it resolves, the page is done with; when it fails, it gets the same page
   * again after `pollIntervalMs`. After a crash changes may come once more.
   */
  readonly handler: (changes: readonly ChangeFor<T, Mode>[], context: ChangesContext) => void | Promise<void>;
  /** Where the first instance that ever starts under this `processorName` begins; after that it goes on from where it was. (default `'now'`) */
  readonly startFrom?: 'beginning' | 'now' | Date | undefined;
  /** What is told of changes; one for a `processorName`. All versions and deletes begin now. (default `'latest-version'`) */
  readonly mode?: Mode | undefined;
  /** Most changes of a page, from 1 on. (default: the service's own, up to 100) */
  readonly maxItemCount?: number | undefined;
  /** How long to wait when nothing has changed, or after an error, in milliseconds, from 1 to 3,600,000. (default `5000`, as the .NET SDK) */
  readonly pollIntervalMs?: number | undefined;
  /**
   * How long a lease is an instance's that does not show itself, in milliseconds, from 1000 to 3,600,000: after a crash the others go
   * on then. (default `60000`, as the .NET SDK)
   */
  readonly leaseExpirationMs?: number | undefined;
  /** How often an instance shows itself, in milliseconds; at most half of `leaseExpirationMs`. (default `17000`, as the .NET SDK) */
  readonly leaseRenewIntervalMs?: number | undefined;
  /** How often an instance looks whether it has its share of the leases, in milliseconds, from 1 to 3,600,000. (default `13000`, as the .NET SDK) */
  readonly leaseAcquireIntervalMs?: number | undefined;
  /** Told that this instance handles the changes of a part from now on. */
  readonly onLeaseAcquired?: ((lease: LeaseLabel) => void) | undefined;
  /** Told that it no longer does, and why. */
  readonly onLeaseReleased?: ((lease: LeaseLabel, reason: LeaseEnd) => void) | undefined;
  /** Told of every error, whatever it came of; the processor goes on. (default: written to the console) */
  readonly onError?: ((error: unknown, context: ProcessorErrorContext) => void) | undefined;
}

/** The options with every default applied. */
export interface ResolvedProcessorOptions {
  readonly leaseContainer: LeaseContainer;
  readonly processorName: string;
  readonly instanceName: string;
  readonly handler: (changes: readonly unknown[], context: ChangesContext) => void | Promise<void>;
  readonly startFrom: 'beginning' | 'now' | Date;
  readonly mode: ChangeFeedMode;
  readonly maxItemCount: number | undefined;
  readonly pollIntervalMs: number;
  readonly leaseExpirationMs: number;
  readonly leaseRenewIntervalMs: number;
  readonly leaseAcquireIntervalMs: number;
  readonly onLeaseAcquired: (lease: LeaseLabel) => void;
  readonly onLeaseReleased: (lease: LeaseLabel, reason: LeaseEnd) => void;
  readonly onError: (error: unknown, context: ProcessorErrorContext) => void;
}

const optionNames = new Set<string>([
  'leaseContainer',
  'processorName',
  'instanceName',
  'handler',
  'startFrom',
  'mode',
  'maxItemCount',
  'pollIntervalMs',
  'leaseExpirationMs',
  'leaseRenewIntervalMs',
  'leaseAcquireIntervalMs',
  'onLeaseAcquired',
  'onLeaseReleased',
  'onError',
] satisfies readonly (keyof ChangeFeedProcessorOptions)[]);

/**
 * Checks the options and applies the defaults.
 *
 * @param newName  Name of an instance that was given none.
 * @throws {TypeError} for unknown options and values that make no sense.
 */
export function resolveProcessorOptions(
  given: ChangeFeedProcessorOptions,
  newName: () => string,
): ResolvedProcessorOptions {
  const options = optionsOfCall<ChangeFeedProcessorOptions>(given);
  for (const name of Object.keys(options)) {
    if (!optionNames.has(name)) throw new TypeError(`A change feed processor has no option "${name}".`);
  }
  const { leaseContainer, handler, startFrom = 'now', maxItemCount } = options;
  const mode: ChangeFeedMode = options.mode ?? 'latest-version';
  const { onLeaseAcquired, onLeaseReleased, onError = tellConsole } = options;
  if (typeof leaseContainer?.query !== 'function') {
    throw new TypeError(
      'Option "leaseContainer" must be the client of a container: database.container(id) answers it.',
    );
  }
  const processorName = namedBy('processorName', options.processorName);
  const instanceName = namedBy('instanceName', options.instanceName ?? newName());
  requireFunction('handler', handler);
  for (const [name, callback] of Object.entries({ onLeaseAcquired, onLeaseReleased, onError })) {
    if (callback !== undefined) requireFunction(name, callback);
  }
  if (mode !== 'latest-version' && mode !== 'all-versions-and-deletes') {
    throw new TypeError("Option \"mode\" must be 'latest-version' or 'all-versions-and-deletes'.");
  }
  const isTime = startFrom instanceof Date && !Number.isNaN(startFrom.getTime());
  if (startFrom !== 'beginning' && startFrom !== 'now' && !isTime) {
    throw new TypeError("Option \"startFrom\" must be 'beginning', 'now' or a valid Date.");
  }
  if (mode !== 'latest-version' && startFrom !== 'now') {
    throw new TypeError('All versions and deletes begin now: leave out option "startFrom".');
  }
  if (maxItemCount !== undefined && !(Number.isSafeInteger(maxItemCount) && maxItemCount >= 1)) {
    throw new TypeError('Option "maxItemCount" must be an integer from 1 on.');
  }
  const leaseExpirationMs = delay('leaseExpirationMs', options.leaseExpirationMs ?? 60_000, 1000, longestMs);
  const ordinaryRenewalMs = Math.min(17_000, Math.floor(leaseExpirationMs / 3));
  return {
    leaseContainer,
    processorName,
    instanceName,
    handler: handler as unknown as ResolvedProcessorOptions['handler'],
    startFrom,
    mode,
    maxItemCount,
    pollIntervalMs: delay('pollIntervalMs', options.pollIntervalMs ?? 5000, 1, longestMs),
    leaseExpirationMs,
    leaseRenewIntervalMs: delay(
      'leaseRenewIntervalMs',
      options.leaseRenewIntervalMs ?? ordinaryRenewalMs,
      1,
      leaseExpirationMs / 2,
    ),
    leaseAcquireIntervalMs: delay('leaseAcquireIntervalMs', options.leaseAcquireIntervalMs ?? 13_000, 1, longestMs),
    onLeaseAcquired: onLeaseAcquired ?? nothing,
    onLeaseReleased: onLeaseReleased ?? nothing,
    onError,
  };
}

/** One hour. */
const longestMs = 3_600_000;

function nothing(): void {
  // Nobody wants to know.
}

function tellConsole(error: unknown, { source, leaseToken }: ProcessorErrorContext): void {
  console.error(`Change feed processor: error of source "${source}"${leaseToken ? ` at ${leaseToken}` : ''}:`, error);
}

/** Names are part of ids. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-item-limits */
function namedBy(name: string, value: unknown): string {
  if (typeof value === 'string' && /^[^/\\?#\p{Cc}]{1,128}$/u.test(value) && value.trim() === value) return value;
  throw new TypeError(
    `Option "${name}" must be a text of 1 to 128 characters without / \\ ? # and without spaces at its ends.`,
  );
}

function requireFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`Option "${name}" must be a function.`);
}

function delay(name: string, value: number, leastMs: number, mostMs: number): number {
  if (typeof value === 'number' && value >= leastMs && value <= mostMs) return value;
  throw new TypeError(`Option "${name}" must be a number of milliseconds from ${leastMs} to ${mostMs}.`);
}

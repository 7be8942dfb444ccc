import { type ConsistencyLevel, consistencyLevels, isConsistencyLevel } from '../account/consistency-level.ts';
import { type Region, regionKey } from '../account/region.ts';
import { type AadOptions, resolveAad } from '../authorization/aad-options.ts';
import type { RequestObserver } from '../serving/request-record.ts';
import { type Clock, systemClock } from './clock.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { type Replication, type ReplicationDelay, resolveReplication } from './replication-delay.ts';

/** Which regions accept writes: the first one, or all of them. */
export type WriteMode = 'single' | 'multi';

/** What `createEmulator` takes; everything is optional. */
export interface EmulatorOptions {
  /** Names of the account's regions, as Azure writes them; the first one is the write region. (default `['East US']`) */
  readonly regions?: readonly string[];
  /** Name of the account: 3 to 44 lower-case letters, digits and hyphens. (default `'emulator'`) */
  readonly accountName?: string;
  /** Account key, base64. (default the well-known key of the Azure Cosmos DB emulator) */
  readonly key?: string;
  /** Whether only the first region accepts writes, or all do. (default `'single'`) */
  readonly writeMode?: WriteMode;
  /**
   * Whether the write region of single partitions can be moved, by `control.setPartitionWriteRegion`: what the account document
   * calls `enablePerPartitionFailoverBehavior`. For accounts with one write region. (default `false`)
   */
  readonly perPartitionFailover?: boolean;
  /** The account's default consistency, as its document shows it. (default `'Session'`) */
  readonly consistency?: ConsistencyLevel;
  /**
   * How many partitions a new container has, 1 to 100. More throughput means more of them: one for every 10,000 RU/s. (default `2`)
   *
   * @see https://learn.microsoft.com/azure/cosmos-db/partitioning-overview#physical-partitions
   */
  readonly partitionsPerContainer?: number;
  /**
   * Whether operations on items are refused with 429/3200 once the partitions they need have spent this second's share
   * of the container's throughput, or all containers that share it the throughput of their database. (default `false`)
   */
  readonly throttling?: boolean;
  /**
   * How long it takes to split partitions when an offer gets more throughput than they can serve, in milliseconds of the
   * account's clock. Until then the offer answers `x-ms-offer-replace-pending: true`. (default `0`)
   */
  readonly scaleOutMs?: number;
  /** How long writes take to reach the other regions. (default `'immediate'`) */
  readonly replication?: Replication;
  /** Where timestamps come from. (default the machine's clock) */
  readonly clock?: Clock;
  /** Makes `_rid`, `_etag` and activity ids the same in every run: an integer. (default random) */
  readonly seed?: number;
  /**
   * How far the date of a signature may lie from the account's clock, in milliseconds; beyond it is 403. The service
   * allows 15 minutes. (default any distance, as an injected clock is seldom the client's)
   */
  readonly maxClockSkewMs?: number;
  /** Who says whether a token of Microsoft Entra ID is valid. (default none: such tokens are refused with 401/5002) */
  readonly aad?: AadOptions;
  /** Is told of every request once it is answered or its connection has failed; what it throws becomes a warning of the process. (default nobody) */
  readonly onRequest?: RequestObserver;
}

/** The options with every default applied. */
export interface ResolvedEmulatorOptions {
  readonly regions: readonly [Region, ...Region[]];
  readonly accountName: string;
  readonly key: string;
  readonly writeMode: WriteMode;
  readonly perPartitionFailover: boolean;
  readonly consistency: ConsistencyLevel;
  readonly partitionsPerContainer: number;
  readonly throttling: boolean;
  readonly scaleOutMs: number;
  readonly replication: ReplicationDelay;
  readonly clock: Clock;
  readonly seed: number | undefined;
  readonly maxClockSkewMs: number | undefined;
  readonly aad: AadOptions | undefined;
  readonly onRequest: RequestObserver | undefined;
}

/** The key that every Azure Cosmos DB emulator has; it is public. @see https://learn.microsoft.com/azure/cosmos-db/emulator#authentication */
export const wellKnownKey = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

const optionNames: ReadonlySet<string> = new Set<keyof EmulatorOptions>([
  'regions',
  'accountName',
  'key',
  'writeMode',
  'perPartitionFailover',
  'consistency',
  'partitionsPerContainer',
  'throttling',
  'scaleOutMs',
  'replication',
  'clock',
  'seed',
  'maxClockSkewMs',
  'aad',
  'onRequest',
]);

/**
 * Checks the options and applies the defaults.
 *
 * @throws {TypeError} for an unknown option, or a value that an account cannot have.
 */
export function resolveEmulatorOptions(options: EmulatorOptions = {}): ResolvedEmulatorOptions {
  refuseUnknownOptions('createEmulator', options, optionNames);
  const {
    accountName = 'emulator',
    key = wellKnownKey,
    writeMode = 'single',
    perPartitionFailover = false,
    consistency = 'Session',
    partitionsPerContainer = 2,
    throttling = false,
    scaleOutMs = 0,
    clock = systemClock,
    seed,
    maxClockSkewMs,
    onRequest,
  } = options;
  if (typeof accountName !== 'string' || !/^[a-z0-9][a-z0-9-]{1,42}[a-z0-9]$/.test(accountName)) {
    throw new TypeError(
      'accountName must be 3 to 44 lower-case letters, digits and hyphens, with no hyphen at its ends.',
    );
  }
  if (typeof key !== 'string' || key === '' || Buffer.from(key, 'base64').toString('base64') !== key) {
    throw new TypeError('key must be a base64 text, such as an account key from the Azure portal.');
  }
  if (writeMode !== 'single' && writeMode !== 'multi') throw new TypeError("writeMode must be 'single' or 'multi'.");
  if (typeof perPartitionFailover !== 'boolean') throw new TypeError('perPartitionFailover must be true or false.');
  if (perPartitionFailover && writeMode === 'multi') {
    throw new TypeError(
      'Where all regions write, no partition has a write region to move: leave out perPartitionFailover.',
    );
  }
  if (!isConsistencyLevel(consistency)) {
    throw new TypeError(`consistency must be one of ${consistencyLevels.join(', ')}.`);
  }
  if (!Number.isInteger(partitionsPerContainer) || partitionsPerContainer < 1 || partitionsPerContainer > 100) {
    throw new TypeError('partitionsPerContainer must be an integer from 1 to 100.');
  }
  if (typeof clock !== 'object' || clock === null || typeof clock.nowMs !== 'function') {
    throw new TypeError('clock must be an object with a method nowMs.');
  }
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw new TypeError('seed must be an integer.');
  if (typeof throttling !== 'boolean') throw new TypeError('throttling must be true or false.');
  if (typeof scaleOutMs !== 'number' || !Number.isFinite(scaleOutMs) || scaleOutMs < 0) {
    throw new TypeError('scaleOutMs must be a number of milliseconds from 0 on.');
  }
  if (maxClockSkewMs !== undefined && (typeof maxClockSkewMs !== 'number' || !(maxClockSkewMs >= 0))) {
    throw new TypeError('maxClockSkewMs must be a number of milliseconds from 0 on.');
  }
  if (onRequest !== undefined && typeof onRequest !== 'function') throw new TypeError('onRequest must be a function.');
  const replication = resolveReplication(options.replication ?? 'immediate');
  if (consistency === 'Strong' && replication.maxMs > 0) {
    throw new TypeError('An account with Strong consistency replicates at once: leave out replication.');
  }
  const regions = resolveRegions(options.regions ?? ['East US']);
  return {
    regions,
    accountName,
    key,
    writeMode,
    perPartitionFailover,
    consistency,
    partitionsPerContainer,
    throttling,
    scaleOutMs,
    replication,
    clock,
    seed,
    maxClockSkewMs,
    aad: resolveAad(options.aad),
    onRequest,
  };
}

function resolveRegions(names: readonly string[]): readonly [Region, ...Region[]] {
  if (!Array.isArray(names)) throw new TypeError("regions must be an array of names, such as ['East US', 'West US'].");
  const regions = names.map((name, index): Region => {
    requireRegionName(name);
    return { id: index + 1, name, key: regionKey(name) };
  });
  const [first, ...rest] = regions;
  if (first === undefined) throw new TypeError('An account needs at least one region.');
  if (new Set(regions.map(({ key }) => key)).size < regions.length)
    throw new TypeError('Every region may be named once.');
  return [first, ...rest];
}

/**
 * Checks the name of a region.
 *
 * @throws {TypeError} unless it has letters, digits and spaces only.
 */
export function requireRegionName(name: string): void {
  if (typeof name !== 'string' || !/^[A-Za-z][A-Za-z0-9 ]*$/.test(name)) {
    throw new TypeError('A region must be named by letters, digits and spaces, such as East US.');
  }
}

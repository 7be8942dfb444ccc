import type { PartitionFailoverSettings } from '../options/partition-failover-options.ts';
import type { AccountLocation, AccountProperties } from './account-properties.ts';
import { type Endpoint, normalizeRegion } from './endpoint.ts';
import { checkEndpointUrl } from './endpoint-url.ts';

/**
 * Where requests go: the regions' URLs of the account document (`account`), always the given endpoint (`off`), or what a
 * function answers for a region (for proxies and mapped ports).
 */
export type EndpointDiscovery = 'account' | 'off' | ((location: AccountLocation) => string);

/** The account's regions in the order in which this driver prefers them. */
export interface AccountTopology {
  /** Endpoints for reads, never empty. */
  readonly readable: readonly Endpoint[];
  /** Endpoints for writes, never empty. */
  readonly writable: readonly Endpoint[];
  /** Whether all writable regions accept writes at the same time. */
  readonly multiWrite: boolean;
  /** The account's consistency, as its document spells it; `undefined` while that was not read. */
  readonly consistencyLevel: string | undefined;
  /** Whether the account's consistency is `Session`, so that session tokens are kept and sent. */
  readonly sessionConsistency: boolean;
  /** Whether the account's consistency is `Strong`. */
  readonly strongConsistency: boolean;
  /** Whether the service moves the write region of single partitions. */
  readonly partitionFailover: boolean;
  /** Whether single partitions are led around a region that fails them. */
  readonly circuitBreaker: boolean;
}

/** What a driver decided once about its endpoints. */
export interface TopologySettings {
  /** The account's own URL. */
  readonly endpoint: string;
  /** Regions to be used first, in this order; the others follow in the service's order. */
  readonly preferredRegions: readonly string[];
  /** How a region's URL is found. */
  readonly endpointDiscovery: EndpointDiscovery;
  /** What the options say of leading single partitions around a region that fails them; the account may ask for it, too. */
  readonly partitionFailover: Pick<PartitionFailoverSettings, 'enabled' | 'enabledOverride'>;
  /** Host for which `http://` is allowed besides this machine. */
  readonly emulatorHost?: string | undefined;
}

/** @throws {TypeError} when a region's URL is none, or not encrypted. */
export function accountTopology(account: AccountProperties, settings: TopologySettings): AccountTopology {
  const { readableLocations, writableLocations, enablePerPartitionFailoverBehavior } = account;
  const { defaultConsistencyLevel } = account.userConsistencyPolicy;
  const { enabled, enabledOverride } = settings.partitionFailover;
  return Object.freeze({
    readable: endpoints(readableLocations.length > 0 ? readableLocations : writableLocations, settings),
    writable: endpoints(writableLocations, settings),
    multiWrite: account.enableMultipleWriteLocations && writableLocations.length > 1,
    consistencyLevel: defaultConsistencyLevel,
    sessionConsistency: defaultConsistencyLevel === 'Session',
    strongConsistency: defaultConsistencyLevel === 'Strong',
    partitionFailover: enablePerPartitionFailoverBehavior,
    circuitBreaker: enabledOverride ?? (enablePerPartitionFailoverBehavior || enabled),
  });
}

/** The topology with which the account itself is read: its own URL first, then the regions known so far. */
export function bootstrapTopology(endpoint: string, known: readonly Endpoint[] = []): AccountTopology {
  const global: Endpoint = { region: undefined, url: endpoint };
  const all = Object.freeze([global, ...known.filter(({ url }) => url !== endpoint)]);
  return Object.freeze({
    readable: all,
    writable: all,
    multiWrite: false,
    consistencyLevel: undefined,
    sessionConsistency: false,
    strongConsistency: false,
    partitionFailover: false,
    circuitBreaker: false,
  });
}

function endpoints(locations: readonly AccountLocation[], settings: TopologySettings): readonly Endpoint[] {
  const { endpoint, endpointDiscovery, emulatorHost } = settings;
  const global: Endpoint = Object.freeze({ region: locations[0]?.name, url: endpoint });
  if (endpointDiscovery === 'off' || locations.length === 0) return Object.freeze([global]);
  return Object.freeze(
    inOrderOfPreference(locations, settings.preferredRegions).map((location) => {
      const url = endpointDiscovery === 'account' ? location.databaseAccountEndpoint : endpointDiscovery(location);
      const what = `endpoint of region ${location.name}`;
      return Object.freeze({ region: location.name, url: checkEndpointUrl(what, url, emulatorHost) });
    }),
  );
}

function inOrderOfPreference(
  locations: readonly AccountLocation[],
  preferredRegions: readonly string[],
): readonly AccountLocation[] {
  const wanted = preferredRegions.map(normalizeRegion);
  const rank = ({ name }: AccountLocation): number => {
    const index = wanted.indexOf(normalizeRegion(name));
    return index === -1 ? wanted.length : index;
  };
  return [...locations].sort((left, right) => rank(left) - rank(right));
}

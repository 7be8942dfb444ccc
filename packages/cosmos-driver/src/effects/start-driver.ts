import { noDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { DiagnosticsHandler } from '../diagnostics/diagnostics-handler.ts';
import { type CosmosDriver, openDriver } from '../driver.ts';
import { type CosmosErrorCode, isCosmosError } from '../errors/cosmos-error.ts';
import { invalidResponse } from '../errors/error-from-outcome.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { defaults } from '../options/defaults.ts';
import type { DriverSettings } from '../options/driver-options.ts';
import type { OperationOptions } from '../options/operation-options.ts';
import { layerOptions } from '../options/option-layers.ts';
import type { EnvironmentLayers } from '../options/read-environment.ts';
import type { RuntimeTuningSettings } from '../options/runtime-tuning.ts';
import type { UserAgentOptions } from '../options/user-agent-options.ts';
import { userAgent } from '../request/user-agent.ts';
import type { AccountProperties } from '../routing/account-properties.ts';
import { type AccountTopology, accountTopology } from '../routing/account-topology.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import { createAccountCell } from './account-cell.ts';
import { type AccountDocuments, createAccountDocuments } from './account-documents.ts';
import type { AccountKeys } from './account-keys.ts';
import { createAlarms } from './alarms.ts';
import { createAuthorizer } from './authorize.ts';
import { freeBody } from './body-memory.ts';
import { createContainerResolver } from './container-resolver.ts';
import { createPartitionFinder } from './create-partition-finder.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { createHedgeSlots } from './hedge-slots.ts';
import { loadSeveralRequests } from './load-several-requests.ts';
import { createPartitionRanges } from './partition-ranges.ts';
import type { Platform } from './platform.ts';
import { preferNearby } from './prefer-nearby.ts';
import { probeEndpoint } from './probe-endpoint.ts';
import { createQueryPlans } from './query-plans.ts';
import { readAccount } from './read-account.ts';
import { createSingleFlightCache, type SingleFlightCache } from './single-flight-cache.ts';
import type { SystemMonitor } from './system-monitor.ts';
import { type HandlerPorts, tellHandlers, tellOfDriver } from './tell-handlers.ts';
import type { Transport } from './transport.ts';
import { startUpkeep, type Upkeep } from './upkeep.ts';

/** What a runtime lends to its drivers. */
export interface RuntimeParts {
  readonly platform: Platform;
  readonly transport: Transport;
  /** Whether the transport is the runtime's, and nobody else sees what it answers. */
  readonly ownsTransport: boolean;
  readonly environment: EnvironmentLayers<OperationOptions>;
  /** The runtime's own layer of options, as it is now. */
  readonly operationOptions: () => OperationOptions;
  /** Timeouts of requests, and what diagnostics hold. */
  readonly tuning: RuntimeTuningSettings;
  /** Looks at process and machine while a driver is open. */
  readonly systemMonitor: SystemMonitor;
  /** Names the runtime in diagnostics. */
  readonly machineId: () => string;
  /** Told of the operations of all drivers. */
  readonly diagnosticsHandlers: readonly DiagnosticsHandler[];
  /** What the runtime says of the program. */
  readonly userAgent: UserAgentOptions;
  /** Ends each driver that is open or still being made. */
  readonly openDrivers: Set<() => void>;
  readonly accountKeys: AccountKeys;
  readonly accounts: AccountDocuments;
  readonly containers: SingleFlightCache<ContainerReference>;
}

/** How the account is refused to a credential. */
const refusals: ReadonlySet<CosmosErrorCode> = new Set(['unauthorized', 'forbidden', 'credential-failed']);

/** Makes a driver of a runtime: reads the account, and puts together what the loop needs. */
export async function startDriver(
  settings: DriverSettings,
  { platform, transport, openDrivers, ...runtime }: RuntimeParts,
): Promise<CosmosDriver> {
  const resolveOptions = layerOptions(settings.operationOptions, runtime.operationOptions, runtime.environment);
  const { endpoint, backupEndpoints, partitionFailover } = settings;
  const faultRules = settings.faultInjectionRules.length === 0 ? undefined : settings.faultInjectionRules;
  // What was learned through faults is nobody else's truth, and what others have learned would keep faults from happening.
  const { accounts, containers } =
    faultRules === undefined
      ? runtime
      : {
          accounts: createAccountDocuments(platform.clock),
          containers: createSingleFlightCache<ContainerReference>(),
        };
  const alarms = createAlarms(platform.clock);
  let closed = false;
  let upkeep: Upkeep | undefined;
  const shared: Omit<ExecutionScope, 'account'> = {
    transport,
    freeBody: runtime.ownsTransport ? freeBody : undefined,
    faultRules,
    metadataHedges: createHedgeSlots(settings.hedging.maxConcurrentMetadataAttempts),
    authorizer: createAuthorizer(settings.credential, {
      importKey: platform.importKey,
      nowMs: platform.clock.nowMs,
      startTimer: platform.clock.startTimer,
      random: platform.random,
    }),
    requestTimeoutMs: {
      data: runtime.tuning.dataPlaneRequestTimeoutMs,
      metadata: runtime.tuning.metadataRequestTimeoutMs,
    },
    clock: platform.clock,
    alarms,
    random: platform.random,
    newId: platform.newId,
    diagnostics: {
      ...runtime.tuning.diagnostics,
      systemUsage: runtime.systemMonitor.samples,
      machineId: runtime.machineId,
      faultInjectionEnabled: faultRules !== undefined,
    },
    identity: {
      clientId: platform.newId(),
      userAgent: userAgent(platform.userAgentSystem, settings.userAgentPrefix, [settings, runtime.userAgent]),
    },
    isClosed: () => closed,
  };

  const readProperties = (known: readonly Endpoint[]): Promise<AccountProperties> =>
    readAccount({ endpoint, backupEndpoints, known }, resolveOptions(undefined), shared);
  /** An old topology is better than none, but says nothing for a credential that is no longer good. */
  const readAgain = async (tooOld: AccountProperties): Promise<AccountProperties> => {
    try {
      const newest = await readProperties(topologyOf(tooOld, settings).readable);
      topologyOf(newest, settings);
      return newest;
    } catch (error) {
      if (closed || (isCosmosError(error) && refusals.has(error.code))) throw error;
      platform.warn(`The account could not be read again, a driver begins with what was known of it: ${String(error)}`);
      return tooOld;
    }
  };
  let onClose: (() => void) | undefined;
  const unwatchSystem = runtime.systemMonitor.watch();
  const close = (): void => {
    closed = true;
    onClose?.();
    alarms.close();
    shared.authorizer.close();
    upkeep?.stop();
    unwatchSystem();
    openDrivers.delete(close);
  };
  openDrivers.add(close);
  const key = runtime.accountKeys(endpoint, settings.credential);
  let placed = settings;
  const topology = await accounts
    .get(key, (tooOld) => (tooOld === undefined ? readProperties([]) : readAgain(tooOld)))
    .then(async (properties) => {
      placed = await preferNearby(settings, platform.warn);
      return topologyOf(properties, placed);
    })
    .catch((error) => {
      // An account that nobody can use is not kept for those who come later.
      if (isCosmosError(error) && error.code === 'invalid-response') accounts.forget(key);
      close();
      throw error;
    });
  const account = createAccountCell({
    topology,
    unavailabilityTtlMs: settings.endpointUnavailabilityTtlMs,
    partitionFailover,
    nowMs: platform.clock.nowMs,
    warn: (message) => {
      if (!closed) platform.warn(message);
    },
    onRoutingChange: () => upkeep?.reschedule(),
    readTopology: async () => {
      const newest = await readProperties(account.routing().topology.readable);
      const newestTopology = topologyOf(newest, placed);
      accounts.set(key, newest);
      return newestTopology;
    },
  });

  if (!closed) {
    upkeep = startUpkeep({
      account,
      clock: platform.clock,
      random: platform.random,
      intervals: {
        refreshMs: defaults.accountUpkeepIntervalMs,
        probeMs: settings.endpointUnavailabilityTtlMs,
        sweepMs: partitionFailover.failbackSweepIntervalMs,
      },
      partitionFailover,
      probe: (url) =>
        probeEndpoint(
          { url, region: account.routing().topology.readable.find((known) => known.url === url)?.region },
          shared,
        ),
    });
  }
  const own: ExecutionScope = { ...shared, account };
  const resolver = createContainerResolver(endpoint, own, containers);
  const renewing: ExecutionScope = { ...own, renewContainer: resolver.renew };
  const ranges = createPartitionRanges(renewing, async (container, known, reading, send) => {
    const { readRanges } = await loadSeveralRequests();
    return readRanges(container, known, reading, renewing, send);
  });
  const scope: ExecutionScope = { ...renewing, finder: createPartitionFinder(ranges) };
  const plans = createQueryPlans(scope, async (...asked) => {
    const { readPlan } = await loadSeveralRequests();
    return readPlan(...asked);
  });
  const handlers = [...runtime.diagnosticsHandlers, ...settings.diagnosticsHandlers];
  const ports: HandlerPorts = {
    endpoint,
    identity: shared.identity,
    topology: () => account.routing().topology,
    nowMs: platform.clock.nowMs,
    warn: platform.warn,
  };
  if (!closed) onClose = tellOfDriver(handlers, ports);
  return openDriver({
    endpoint,
    containers: resolver,
    feeds: { scope, ranges, plans },
    throughputGroups: settings.throughputControlGroups,
    resolveOptions,
    tell: tellHandlers(handlers, ports),
    close,
  });
}

/** @throws {CosmosError} when the account names endpoints that cannot be used; a `TypeError` when a function of the caller does. */
function topologyOf(properties: AccountProperties, settings: DriverSettings): AccountTopology {
  try {
    return accountTopology(properties, settings);
  } catch (error) {
    if (settings.endpointDiscovery !== 'account') throw error;
    throw invalidResponse(CosmosOperation.readAccount(), noDiagnostics, error);
  }
}

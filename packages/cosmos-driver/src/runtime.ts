import type { CosmosDriver } from './driver.ts';
import { createAccountDocuments } from './effects/account-documents.ts';
import { createAccountKeys } from './effects/account-keys.ts';
import type { Platform } from './effects/platform.ts';
import { createSingleFlightCache } from './effects/single-flight-cache.ts';
import { type RuntimeParts, startDriver } from './effects/start-driver.ts';
import { createSystemMonitor } from './effects/system-monitor.ts';
import { isTransport, type Transport } from './effects/transport.ts';
import { CosmosError } from './errors/cosmos-error.ts';
import { checkOptions } from './options/check-options.ts';
import { copyOptions } from './options/copy-options.ts';
import { type DriverOptions, type DriverSurroundings, resolveDriverOptions } from './options/driver-options.ts';
import { readEnvironmentOptions } from './options/environment-options.ts';
import { operationOptionFields } from './options/operation-option-fields.ts';
import type { OperationOptions } from './options/operation-options.ts';
import { overlayOptions } from './options/overlay-options.ts';
import { resolveRuntimeTuning } from './options/runtime-tuning.ts';
import { type CosmosRuntimeOptions, checkRuntimeOptions } from './runtime-options.ts';

/** What drivers share: connections, what is known of accounts and containers, and default options. */
export interface CosmosRuntime {
  /**
   * Makes a driver, after the account was read; ten at a time for one account and key read it once, and later ones do not while it was
   * read less than five minutes ago, by one that is open or was.
   *
   * @throws {CosmosError} when the account cannot be read: `unauthorized` for a wrong key, `transport-failed` for a wrong URL.
   * @throws {TypeError} for options that do not exist or are out of bounds.
   */
  createDriver(options: DriverOptions): Promise<CosmosDriver>;
  /** Options of all operations of all drivers. Assigning replaces them all, for operations that begin from then on. */
  operationOptions: OperationOptions;
  /** Closes the drivers it made, and the transport it made; a transport it was given stays open. */
  close(): Promise<void>;
  /** The same as `close()`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes a runtime on a platform. @throws {TypeError} for options that do not exist or are out of bounds. */
export function openRuntime(platform: Platform, options: CosmosRuntimeOptions = {}): CosmosRuntime {
  checkRuntimeOptions(options, platform.transportFields);
  const environment = readEnvironmentOptions(platform.environment, platform.transportFields, platform.unusedVariables);
  for (const warning of environment.warnings) platform.warn(warning);
  const given = isTransport(options.transport) ? options.transport : undefined;

  const createOwnTransport = (): Transport =>
    platform.createTransport(
      overlayOptions(environment.transport.defaults, { ...options.transport }, platform.transportFields),
    );
  let operationOptions: OperationOptions = copyOptions(options.operationOptions ?? {});
  const tuning = resolveRuntimeTuning(options, environment.runtime);
  let machineId: string | undefined;
  const parts: RuntimeParts = {
    platform,
    environment: environment.operation,
    transport: given ?? createOwnTransport(),
    ownsTransport: given === undefined,
    operationOptions: () => operationOptions,
    tuning,
    systemMonitor: createSystemMonitor(platform.readSystem, platform.clock, tuning.diagnostics.cpuRefreshIntervalMs),
    machineId() {
      machineId ??= `uuid:${platform.newId()}`;
      return machineId;
    },
    diagnosticsHandlers: Object.freeze([...(options.diagnosticsHandlers ?? [])]),
    userAgent: options,
    accountKeys: createAccountKeys(),
    accounts: createAccountDocuments(platform.clock),
    containers: createSingleFlightCache(),
    openDrivers: new Set(),
  };
  const surroundings: DriverSurroundings = {
    environment: environment.driver,
    runtime: { endpointUnavailabilityTtlMs: options.endpointUnavailabilityTtlMs },
    emulatorHost: environment.emulatorHost,
  };
  let closing: Promise<void> | undefined;

  function requireOpen(): void {
    if (closing !== undefined) throw new CosmosError('The runtime is closed.', { code: 'closed' });
  }

  async function createDriver(driverOptions: DriverOptions): Promise<CosmosDriver> {
    requireOpen();
    const driver = await startDriver(resolveDriverOptions(driverOptions, surroundings), parts);
    requireOpen();
    return driver;
  }

  async function closeAll(): Promise<void> {
    for (const closeDriver of [...parts.openDrivers]) closeDriver();
    if (given === undefined) await parts.transport.close?.();
  }

  function close(): Promise<void> {
    closing ??= closeAll();
    return closing;
  }

  return {
    createDriver,
    get operationOptions() {
      return operationOptions;
    },
    set operationOptions(newOptions) {
      checkOptions('operation options', newOptions, operationOptionFields);
      operationOptions = copyOptions(newOptions);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

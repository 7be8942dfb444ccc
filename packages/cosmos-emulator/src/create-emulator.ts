import { createAccountStore } from './account/account-store.ts';
import { type Region, regionKey } from './account/region.ts';
import { createSignatureChecker } from './authorization/signature-checker.ts';
import { type RegionFailure, requireRegionFailure } from './faults/region-failure.ts';
import { type EmulatorOptions, resolveEmulatorOptions } from './options/emulator-options.ts';
import type { Emulation } from './serving/emulation.ts';
import { accountHost, createInProcessTransport, type EmulatorTransport } from './serving/in-process-transport.ts';
import { type EmulatorServer, type ListenOptions, listenOnLoopback, type ManagedServer } from './serving/listen.ts';

/** A Cosmos DB account in this process. */
export interface EmulatedAccount {
  /** Account key, base64; the well-known emulator key unless another was given. */
  readonly key: string;
  /** URL of the account for `transport()`, such as `https://emulator.emulator.invalid/`. It exists in this process only. */
  readonly endpoint: string;
  /** What a real account's operator does, and what goes wrong in a data centre. */
  readonly control: EmulatorControl;
  /** A transport that answers in process, without a network: hosts are `{account}-{region}.emulator.invalid`. */
  transport(): EmulatorTransport;
  /**
   * Serves the account over HTTP on loopback, one port for every region. May be called more than once.
   *
   * @throws {TypeError} for options that are wrong.
   * @throws {EmulatorError} `port-unavailable`, `closed`.
   */
  listen(options?: ListenOptions): Promise<EmulatorServer>;
  /** Closes all servers; transports refuse connections from now on. Does nothing the second time. */
  close(): Promise<void>;
}

/** Makes an account misbehave. */
export interface EmulatorControl {
  /**
   * Makes a region fail, in process and over HTTP, until it is restored or told to fail otherwise.
   *
   * The account document goes on listing the region. Resolves when the failure is in force.
   *
   * @param name  A region of the account, such as `East US`.
   * @throws {TypeError} for a region the account does not have, or a failure that is none.
   */
  failRegion(name: string, failure: RegionFailure): Promise<void>;
  /**
   * Ends a region's failure; nothing happens when it has none. Resolves when the region can be reached.
   *
   * @throws {TypeError} for a region the account does not have.
   * @throws {EmulatorError} `port-unavailable` when somebody has taken the region's port meanwhile.
   */
  restoreRegion(name: string): Promise<void>;
}

/**
 * Starts a Cosmos DB account in this process: regions, databases, containers, items, in memory and gone with it.
 *
 * All regions share their content at once; there is no replication delay.
 *
 * @throws {TypeError} for an unknown option, or a value that an account cannot have.
 */
export function createEmulator(options: EmulatorOptions = {}): EmulatedAccount {
  const resolved = resolveEmulatorOptions(options);
  const emulation: Emulation = {
    store: createAccountStore(resolved),
    checkSignature: createSignatureChecker(resolved.key),
    failures: new Map(),
    isClosed: false,
  };
  const servers = new Set<ManagedServer>();
  return {
    key: resolved.key,
    endpoint: `https://${accountHost(resolved.accountName)}/`,
    control: createControl(emulation, servers),
    transport: () => createInProcessTransport(emulation),
    listen: async (listenOptions) => {
      const server = await listenOnLoopback(emulation, listenOptions);
      servers.add(server);
      for (const [region, { kind }] of emulation.failures) {
        if (kind === 'unreachable') await server.listeners.get(region)?.shut();
      }
      const { endpoint, regions } = server;
      return {
        endpoint,
        regions,
        close: async () => {
          servers.delete(server);
          await server.close();
        },
      };
    },
    close: async () => {
      emulation.isClosed = true;
      await Promise.all([...servers].map((server) => server.close()));
      servers.clear();
    },
  };
}

function createControl(emulation: Emulation, servers: ReadonlySet<ManagedServer>): EmulatorControl {
  const listenersOf = (region: Region) => [...servers].flatMap(({ listeners }) => listeners.get(region) ?? []);
  const requireRegion = (name: string): Region => {
    const { regions } = emulation.store.options;
    const region = regions.find(({ key }) => key === regionKey(String(name)));
    if (region !== undefined) return region;
    throw new TypeError(`The account has no region ${name}, only ${regions.map((each) => each.name).join(', ')}.`);
  };
  return {
    failRegion: async (name, failure) => {
      const region = requireRegion(name);
      emulation.failures.set(region, requireRegionFailure(failure));
      await Promise.all(
        listenersOf(region).map((each) => (failure.kind === 'unreachable' ? each.shut() : each.open())),
      );
    },
    restoreRegion: async (name) => {
      const region = requireRegion(name);
      emulation.failures.delete(region);
      await Promise.all(listenersOf(region).map((each) => each.open()));
    },
  };
}

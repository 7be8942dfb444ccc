import { createAccountStore } from './account/account-store.ts';
import { regionsWithData } from './account/topology.ts';
import { refuseDate } from './authorization/refuse-date.ts';
import type { ResourceGrant } from './authorization/resource-grant.ts';
import { createSignatureChecker } from './authorization/signature-checker.ts';
import { createTokenChecker } from './authorization/token-checker.ts';
import { createControl } from './control/create-control.ts';
import type { EmulatorControl } from './control/emulator-control.ts';
import type { AccountData } from './data/account-data.ts';
import { exportData } from './data/export-data.ts';
import { importData } from './data/import-data.ts';
import { type EmulatorOptions, resolveEmulatorOptions } from './options/emulator-options.ts';
import type { Emulation } from './serving/emulation.ts';
import { accountHost, createInProcessTransport, type EmulatorTransport } from './serving/in-process-transport.ts';
import { type EmulatorServer, listen, type ManagedServer } from './serving/listen.ts';
import type { ListenOptions } from './serving/listen-options.ts';

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
   * Serves the account over HTTP or HTTPS, on loopback unless told otherwise, one port for every region. May be called more than once.
   *
   * @throws {TypeError} for options that are wrong.
   * @throws {EmulatorError} `port-unavailable`, `closed`.
   */
  listen(options?: ListenOptions): Promise<EmulatorServer>;
  /**
   * Creates databases, containers and items as requests would, in one step: all of them or none.
   *
   * @throws {EmulatorError} `invalid-data` for what the service would refuse, and for databases that exist; names the place.
   */
  importData(data: AccountData): void;
  /** What the account holds in its write region, for `importData` of this or another account. System properties such as `_etag` and `_ts` are left out. */
  exportData(): AccountData;
  /** Closes all servers; transports refuse connections from now on. Does nothing the second time. */
  close(): Promise<void>;
}

/**
 * Starts a Cosmos DB account in this process: regions, databases, containers, items, in memory and gone with it.
 *
 * What is written in one region reaches the others at once, unless `replication` says otherwise.
 *
 * @throws {TypeError} for an unknown option, or a value that an account cannot have.
 */
export function createEmulator(options: EmulatorOptions = {}): EmulatedAccount {
  const resolved = resolveEmulatorOptions(options);
  const store = createAccountStore(resolved);
  const resourceTokens = new Map<string, ResourceGrant>();
  const emulation: Emulation = {
    store,
    checkSignature: createSignatureChecker(resolved.key, createTokenChecker(store, resourceTokens), (date) =>
      refuseDate(date, () => resolved.clock.nowMs(), resolved.maxClockSkewMs),
    ),
    resourceTokens,
    aad: resolved.aad,
    onRequest: resolved.onRequest,
    faults: [],
    closing: new AbortController(),
  };
  const servers = new Set<ManagedServer>();
  return {
    key: resolved.key,
    endpoint: `https://${accountHost(resolved.accountName)}/`,
    control: createControl(emulation, servers),
    transport: () => createInProcessTransport(emulation),
    listen: async (listenOptions) => {
      const server = await listen(emulation, listenOptions);
      servers.add(server);
      // A region may have been added while the ports were opened.
      await Promise.all(regionsWithData(emulation.store.topology).map(server.openRegion));
      await server.followFaults();
      return {
        endpoint: server.endpoint,
        ...(server.certificatePem !== undefined && { certificatePem: server.certificatePem }),
        get regions() {
          return server.regions;
        },
        close: async () => {
          servers.delete(server);
          await server.close();
        },
      };
    },
    importData: (data) => importData(store, data),
    exportData: () => exportData(store),
    close: async () => {
      emulation.closing.abort();
      const open = [...servers];
      // First, so that nothing opens their ports again.
      servers.clear();
      await Promise.all(open.map((server) => server.close()));
    },
  };
}

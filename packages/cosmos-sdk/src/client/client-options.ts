import {
  type CosmosDriver,
  type CosmosRuntime,
  type CosmosRuntimeOptions,
  type Credential,
  type DriverOptions,
  type KeyCredential,
  parseConnectionString,
  type ResourceTokenCredential,
  type TokenCredential,
} from '@perdura/cosmos-driver';

/** How a client uses its account, whatever account that is. */
export interface RoutingOptions extends Omit<DriverOptions, 'endpoint' | 'credential' | 'userAgentPrefix'> {}

/** Which account, and who acts. */
export type AccountOptions =
  | ({
      /** The account's URL, such as `https://shop.documents.azure.com:443/`. `http://` is accepted for this machine only. */
      readonly endpoint: string;
    } & (KeyCredential | TokenCredential | ResourceTokenCredential))
  | {
      /** URL and key in one, as the Azure portal shows it: `AccountEndpoint=https://…;AccountKey=…;`. */
      readonly connectionString: string;
    };

/** What a client decides by itself. */
export interface ClientBehavior {
  /**
   * Whether writes of items answer with the item as it was stored, where a call does not say; responses are typed by it.
   * What drivers, runtimes and the environment say does not count. (default `false`)
   */
  readonly contentResponseOnWrite?: boolean | undefined;
}

/** How requests reach the service: a transport, or options of the driver's own. */
export type ClientTransport = NonNullable<CosmosRuntimeOptions['transport']>;

/** A client of an account: on a runtime of the process that all such clients share, or on one made for its transport. */
export type StandaloneClientOptions = AccountOptions &
  RoutingOptions &
  ClientBehavior & {
    /**
     * How requests reach the service: a transport, which stays open when the client is closed; or options of connections of the
     * client's own, which are closed with it, such as `{ maxConnectionsPerEndpoint: 20 }`. (default: the shared runtime's connections)
     */
    readonly transport?: ClientTransport | undefined;
  };

/** A client of an account, on a runtime that is shared with others on purpose. */
export type RuntimeClientOptions = AccountOptions &
  RoutingOptions &
  ClientBehavior & {
    /** The runtime; stays open when the client is closed. */
    readonly runtime: CosmosRuntime;
  };

/** A client on a driver as it is: account, credential, regions and options are the driver's. */
export interface DriverClientOptions extends ClientBehavior {
  /** The driver; stays open when the client is closed. */
  readonly driver: CosmosDriver;
}

/** Options of `CosmosClient.create`. */
export type CosmosClientOptions = StandaloneClientOptions | RuntimeClientOptions | DriverClientOptions;

/** What options say about `contentResponseOnWrite`, as a type. */
export type ContentOnWriteOf<Options> = Options extends {
  readonly contentResponseOnWrite: infer Content extends boolean;
}
  ? Content
  : false;

/** What a client is to be made of, sorted out. */
export type ClientPlan = { readonly contentResponseOnWrite: boolean } & (
  | { readonly kind: 'driver'; readonly driver: CosmosDriver }
  | { readonly kind: 'runtime'; readonly runtime: CosmosRuntime; readonly driverOptions: DriverOptions }
  | { readonly kind: 'transport'; readonly transport: ClientTransport; readonly driverOptions: DriverOptions }
  | { readonly kind: 'shared'; readonly driverOptions: DriverOptions }
);

const credentialNames = ['key', 'tokenCredential', 'resourceToken'] as const;

const routingNames: Readonly<Record<keyof RoutingOptions, true>> = {
  backupEndpoints: true,
  preferredRegions: true,
  applicationRegion: true,
  operationOptions: true,
  endpointDiscovery: true,
  endpointUnavailabilityTtlMs: true,
  partitionFailover: true,
  hedging: true,
  throughputControlGroups: true,
  faultInjectionRules: true,
  diagnosticsHandlers: true,
  userAgentSuffix: true,
  workloadId: true,
  correlationId: true,
};

/**
 * Sorts the options of a client out. What the driver checks itself is left to it.
 *
 * @throws {TypeError} when account or credential is missing or given twice, an option is unknown, or options do not go together.
 */
export function planClient(options: CosmosClientOptions): ClientPlan {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('The options of a client must be an object.');
  const { contentResponseOnWrite = false, ...others } = options;
  if (typeof contentResponseOnWrite !== 'boolean') {
    throw new TypeError('Option "contentResponseOnWrite" of a client must be a boolean.');
  }
  if ('driver' in others && others.driver !== undefined) return planForDriver(others, contentResponseOnWrite);

  const { driver, connectionString, endpoint, key, tokenCredential, resourceToken, runtime, transport, ...routing } =
    others as CosmosClientOptions & Record<string, unknown>;
  refuseUnknownOptions(routing);
  const account = accountOf({ connectionString, endpoint, key, tokenCredential, resourceToken });
  const driverOptions: DriverOptions = { ...routing, ...account, userAgentPrefix: 'perdura-cosmos-sdk' };
  if (runtime !== undefined) {
    if (transport !== undefined) throw new TypeError('A runtime has its own transport: give one of the two.');
    if (!hasMethod(runtime, 'createDriver')) throw new TypeError('A runtime is made by createCosmosRuntime().');
    return { kind: 'runtime', runtime: runtime as CosmosRuntime, driverOptions, contentResponseOnWrite };
  }
  if (transport !== undefined) {
    return { kind: 'transport', transport: transport as ClientTransport, driverOptions, contentResponseOnWrite };
  }
  return { kind: 'shared', driverOptions, contentResponseOnWrite };
}

function refuseUnknownOptions(routing: Record<string, unknown>): void {
  for (const name of Object.keys(routing)) {
    if (Object.hasOwn(routingNames, name)) continue;
    const known = ['endpoint', 'connectionString', ...credentialNames, ...Object.keys(routingNames)];
    throw new TypeError(
      `Unknown option "${name}" of a client; known are ${known.join(', ')}, contentResponseOnWrite, transport, runtime and driver.`,
    );
  }
}

function planForDriver(options: DriverClientOptions, contentResponseOnWrite: boolean): ClientPlan {
  const { driver, ...others } = options;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw new TypeError(`A client uses a driver as it is; option "${other}" beside it must be given to the driver.`);
  }
  if (!hasMethod(driver, 'executeOperation')) throw new TypeError('A driver is made by runtime.createDriver().');
  return { kind: 'driver', driver, contentResponseOnWrite };
}

function accountOf(options: Record<string, unknown>): { readonly endpoint: string; readonly credential: Credential } {
  const given = credentialNames.filter((name) => options[name] !== undefined);
  if (options.connectionString !== undefined) {
    if (options.endpoint !== undefined || given.length > 0) {
      throw new TypeError('A connection string holds endpoint and key: give either it or them.');
    }
    const { endpoint, key } = parseConnectionString(options.connectionString);
    return { endpoint, credential: { key } };
  }
  if (options.endpoint === undefined)
    throw new TypeError('The endpoint of the account is missing: give endpoint or connectionString.');
  const [name] = given;
  if (name === undefined || given.length > 1) {
    throw new TypeError(`A client needs exactly one credential: ${credentialNames.join(', ')} or connectionString.`);
  }
  return { endpoint: options.endpoint as string, credential: { [name]: options[name] } as unknown as Credential };
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof (value as Record<string, unknown> | null)?.[name] === 'function';
}

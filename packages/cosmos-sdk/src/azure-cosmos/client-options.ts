import type { Credential, DriverOptions, ThrottlingRetryOptions, TokenCredential } from '@perdura/cosmos-driver';
import { type ClientPlan, planClient } from '../client/client-options.ts';
import type { CosmosHeaders } from './cosmos-headers.ts';
import type { ConnectionMode, ConsistencyLevel } from './kinds.ts';
import { notImplemented } from './not-implemented.ts';
import { consistencyOptions, headersOf } from './request-options.ts';
import { placeholderToken, type TokenProvider } from './token-provider.ts';
import type { Untyped } from './untyped.ts';

/** How 429 answers are waited out. */
export interface RetryOptions {
  /** Most repeats. (default `9`) */
  maxRetryAttemptCount?: number;
  /** Of no effect: the wait is what the service asks for. */
  fixedRetryIntervalInMilliseconds?: number;
  /** Most time spent waiting, in seconds. (default `30`) */
  maxWaitTimeInSeconds?: number;
}

/** How the account is reached. */
export interface ConnectionPolicy {
  /** Of no effect: there is only the gateway. */
  connectionMode?: ConnectionMode;
  /** Longest wait for one answer, in milliseconds, from 100. (default `60000`) */
  requestTimeout?: number;
  /** Whether requests go to the regions of the account document, and not always to `endpoint`. (default `true`) */
  enableEndpointDiscovery?: boolean;
  /** Regions to be used first, in this order. (default: the service's order) */
  preferredLocations?: string[];
  /** How 429 answers are waited out. */
  retryOptions?: RetryOptions;
  /** Of no effect: regions that accept writes are used where the account has several. */
  useMultipleWriteLocations?: boolean;
  /** Of no effect: the account is read anew when the driver sees need. */
  endpointRefreshRateInMs?: number;
  /** Of no effect. */
  enableBackgroundEndpointRefreshing?: boolean;
  /** Whether single partitions may be served by another region. (default `true`) */
  enablePartitionLevelFailover?: boolean;
  /** Of no effect: part of the above. */
  enablePartitionLevelCircuitBreaker?: boolean;
}

/** Options of a client. */
export interface CosmosClientOptions {
  /** The account's URL. */
  endpoint?: string;
  /** The account's key. */
  key?: string;
  /** URL and key in one. */
  connectionString?: string;
  /** Resource tokens by the path or the id of what they are for. */
  resourceTokens?: { [resourcePath: string]: string };
  /** Signs requests, each attempt anew; they go through `fetch` then. */
  tokenProvider?: TokenProvider;
  /** Not offered: a client with one refuses to be made. */
  permissionFeed?: Untyped[];
  /** A credential of `@azure/identity`. */
  aadCredentials?: TokenCredential['tokenCredential'];
  /** How the account is reached. */
  connectionPolicy?: ConnectionPolicy;
  /** How consistent reads are. (default: as the account says) */
  consistencyLevel?: keyof typeof ConsistencyLevel;
  /** Headers of every request. */
  defaultHeaders?: CosmosHeaders;
  /** Of no effect: the client has a pool of connections of its own. */
  agent?: Untyped;
  /** Of no effect, for the same reason. */
  httpClient?: Untyped;
  /** What the program calls itself in the `user-agent` header. Characters beyond `A-Z a-z 0-9 . _ ~ -` become `-`; 25 count. */
  userAgentSuffix?: string;
  /** Of no effect: diagnostics always tell all. */
  diagnosticLevel?: string;
  /** Not offered: a client with them refuses to be made. */
  clientEncryptionOptions?: Untyped;
  /** Number of a throughput bucket, 1 to 5. */
  throughputBucket?: number;
  /** Of no effect. */
  enablePreviewFeatures?: Record<string, unknown>;
}

/** What a client is made of. */
export interface AccountPlan {
  /** For the client beneath; without a runtime yet where `requestTimeoutMs` asks for one of its own. */
  readonly plan: Extract<ClientPlan, { readonly kind: 'shared' }>;
  /** Longest wait for one answer. */
  readonly requestTimeoutMs: number;
  /** Signs requests in place of the driver. */
  readonly tokenProvider: TokenProvider | undefined;
  /** How long operations of bulks wait for throughput. (default: as long as those of the client beneath, which is longer) */
  readonly throttlingOfBulks: ThrottlingRetryOptions | undefined;
}

/** As `@azure/cosmos` waits and repeats. */
const defaults = { requestTimeoutMs: 60_000, throttlingRetry: { maxRetryCount: 9, maxRetryWaitMs: 30_000 } } as const;

/**
 * Sorts options out; asks nobody.
 *
 * @throws {Error} for a connection string that is none.
 * @throws {TypeError} for an endpoint that is no URL, and without a credential.
 * @throws {ErrorResponse} 501 for what is not offered.
 */
export function planAccount(options: string | CosmosClientOptions): AccountPlan {
  const given: CosmosClientOptions = typeof options === 'string' ? { connectionString: options } : options;
  for (const name of ['clientEncryptionOptions', 'permissionFeed'] as const) {
    if (given[name] !== undefined) throw notImplemented(`CosmosClientOptions.${name}`);
  }
  const { endpoint, credential, tokenProvider } = accountOf(given);
  const url = new URL(endpoint as string);
  const { connectionPolicy = {}, userAgentSuffix, throughputBucket } = given;
  const { preferredLocations = [], enablePartitionLevelFailover } = connectionPolicy;
  const driverOptions: Partial<DriverOptions> = {
    operationOptions: {
      throttlingRetry: throttlingRetryOf(connectionPolicy.retryOptions),
      throughputControl: throughputBucket === undefined ? undefined : { throughputBucket },
      ...consistencyOptions(given.consistencyLevel, headersOf(given.defaultHeaders)),
    },
    ...(preferredLocations.length > 0 ? { preferredRegions: preferredLocations } : {}),
    ...(connectionPolicy.enableEndpointDiscovery === false ? { endpointDiscovery: 'off' } : {}),
    ...(enablePartitionLevelFailover === false ? { partitionFailover: { enabled: false } } : {}),
    ...(userAgentSuffix === undefined ? {} : { userAgentSuffix: asUserAgent(userAgentSuffix) }),
  };
  const plan = planClient({ endpoint: url.href, ...credential, ...driverOptions, contentResponseOnWrite: true });
  if (plan.kind !== 'shared') throw new TypeError('The options of a client must have an endpoint.');
  return {
    plan,
    requestTimeoutMs: connectionPolicy.requestTimeout ?? defaults.requestTimeoutMs,
    tokenProvider,
    throttlingOfBulks: connectionPolicy.retryOptions && throttlingRetryOf(connectionPolicy.retryOptions),
  };
}

function throttlingRetryOf({ maxRetryAttemptCount, maxWaitTimeInSeconds }: RetryOptions = {}): ThrottlingRetryOptions {
  const { maxRetryCount, maxRetryWaitMs } = defaults.throttlingRetry;
  return {
    maxRetryCount: maxRetryAttemptCount ?? maxRetryCount,
    maxRetryWaitMs: maxWaitTimeInSeconds === undefined ? maxRetryWaitMs : maxWaitTimeInSeconds * 1000,
  };
}

/** Who acts; of several credentials the first in this order counts. @throws {Error | TypeError} */
function accountOf(options: CosmosClientOptions): {
  readonly endpoint: string | undefined;
  readonly credential: Credential;
  readonly tokenProvider?: TokenProvider;
} {
  const { connectionString, aadCredentials, resourceTokens, tokenProvider, key } = options;
  if (connectionString) {
    const { AccountEndpoint: endpoint, AccountKey } = partsOf(connectionString);
    if (!endpoint || !AccountKey) throw new Error('Could not parse the provided connection string');
    return { endpoint, credential: { key: AccountKey } };
  }
  const { endpoint } = options;
  if (key !== undefined) return { endpoint, credential: { key } };
  if (resourceTokens !== undefined) {
    return { endpoint, credential: { resourceToken: (link) => tokenFor(resourceTokens, link) } };
  }
  if (tokenProvider !== undefined) return { endpoint, credential: { resourceToken: placeholderToken }, tokenProvider };
  if (aadCredentials !== undefined) return { endpoint, credential: { tokenCredential: aadCredentials } };
  throw new TypeError('A client needs key, resourceTokens, tokenProvider, aadCredentials or connectionString.');
}

function partsOf(connectionString: string): Record<string, string | undefined> {
  const pairs = connectionString.split(';').map((part) => part.split(/=(.*)/s).slice(0, 2));
  return Object.fromEntries(pairs);
}

/** The token of the resource, or of the nearest above it; any will do for the account. */
function tokenFor(tokens: { readonly [resourcePath: string]: string }, link: string): string {
  const segments = link.split('/');
  for (let count = segments.length; count > 0; count--) {
    const path = segments.slice(0, count).join('/');
    const token = tokens[path] ?? tokens[`/${path}`] ?? tokens[`${path}/`] ?? tokens[segments[count - 1] as string];
    if (token !== undefined) return token;
  }
  const [any] = Object.values(tokens);
  if (any === undefined) throw new TypeError('The resourceTokens of the client are empty.');
  return any;
}

function asUserAgent(suffix: string): string {
  return suffix.replace(/[^A-Za-z0-9._~-]+/g, '-').slice(0, 25) || '-';
}

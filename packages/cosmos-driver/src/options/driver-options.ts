import { userAgentSuffixProblem } from '../request/user-agent.ts';
import type { EndpointDiscovery } from '../routing/account-topology.ts';
import { checkEndpointUrl } from '../routing/endpoint-url.ts';
import { type Credential, checkCredential } from '../signing/credential.ts';
import { checkOptions } from './check-options.ts';
import { defaults } from './defaults.ts';
import { operationOptionFields } from './operation-option-fields.ts';
import type { OperationOptions } from './operation-options.ts';
import { integerField, type OptionField, type OptionGroup, stringListField } from './option-field.ts';
import type { Environment } from './read-environment.ts';

/** What a driver is made of. */
export interface DriverOptions {
  /** The account's URL, such as `https://shop.documents.azure.com:443/`. `http://` is accepted for this machine only. */
  readonly endpoint: string;
  /** Who the driver acts for. */
  readonly credential: Credential;
  /** Regions to be used first, in this order; the others follow in the service's order. (default `[]`) */
  readonly preferredRegions?: readonly string[] | undefined;
  /** Options of all operations of this driver. */
  readonly operationOptions?: OperationOptions | undefined;
  /**
   * Where requests go: the regions' URLs of the account document (`account`), always `endpoint` (`off`), or what a function
   * answers for a region, for proxies and mapped ports. (default `'account'`)
   */
  readonly endpointDiscovery?: EndpointDiscovery | undefined;
  /**
   * How long an endpoint is avoided after it failed, in milliseconds, from 0.
   * (default: environment variable `AZURE_COSMOS_ENDPOINT_UNAVAILABLE_TTL_MS`, else `60000`)
   */
  readonly endpointUnavailabilityTtlMs?: number | undefined;
  /** Added to the user agent: 1 to 25 of `A-Z a-z 0-9 - _ . ~`. (default: the runtime's) */
  readonly userAgentSuffix?: string | undefined;
  /** Name and version of the library that uses the driver, put before the driver's own: `my-library/1.2`. */
  readonly userAgentPrefix?: string | undefined;
}

/** Driver options, checked, with every default applied. */
export interface DriverSettings {
  /** Scheme, host and port of the account's URL. */
  readonly endpoint: string;
  readonly credential: Credential;
  readonly preferredRegions: readonly string[];
  readonly operationOptions: OperationOptions;
  readonly endpointDiscovery: EndpointDiscovery;
  readonly endpointUnavailabilityTtlMs: number;
  readonly userAgentSuffix: string | undefined;
  readonly userAgentPrefix: string | undefined;
  /** Host for which `http://` is allowed besides this machine. */
  readonly emulatorHost: string | undefined;
}

const anything: OptionField = { problem: () => undefined };

const unavailabilityTtl: OptionField = integerField(0, 86_400_000, 'AZURE_COSMOS_ENDPOINT_UNAVAILABLE_TTL_MS');

const fields: Readonly<Record<keyof DriverOptions, OptionField | OptionGroup>> = {
  endpoint: anything,
  credential: anything,
  preferredRegions: stringListField(),
  operationOptions: { group: operationOptionFields },
  endpointDiscovery: {
    problem: (value) =>
      value === 'account' || value === 'off' || typeof value === 'function'
        ? undefined
        : "must be 'account', 'off' or a function",
  },
  endpointUnavailabilityTtlMs: unavailabilityTtl,
  userAgentSuffix: { problem: userAgentSuffixProblem },
  userAgentPrefix: {
    problem: (value) =>
      typeof value === 'string' && /^[A-Za-z0-9._~/-]{1,64}$/.test(value)
        ? undefined
        : 'must be 1 to 64 of the characters A-Z, a-z, 0-9, -, _, ., / and ~',
  },
};

/**
 * Checks driver options and applies the defaults.
 *
 * @throws {TypeError} naming the option and what it must be.
 */
export function resolveDriverOptions(options: DriverOptions, environment: Environment): DriverSettings {
  checkOptions('driver options', options, fields);
  const emulatorHost = environment.AZURE_COSMOS_EMULATOR_HOST;
  const endpoint = checkEndpointUrl('endpoint', options.endpoint, emulatorHost);
  checkCredential(options.credential);
  return Object.freeze({
    endpoint,
    credential: options.credential,
    preferredRegions: Object.freeze([...(options.preferredRegions ?? [])]),
    operationOptions: Object.freeze({ ...options.operationOptions }),
    endpointDiscovery: options.endpointDiscovery ?? 'account',
    endpointUnavailabilityTtlMs: options.endpointUnavailabilityTtlMs ?? unavailabilityTtlFrom(environment),
    userAgentSuffix: options.userAgentSuffix,
    userAgentPrefix: options.userAgentPrefix,
    emulatorHost,
  });
}

function unavailabilityTtlFrom(environment: Environment): number {
  const { environment: name = '', parse, problem } = unavailabilityTtl;
  const value = parse?.(environment[name] ?? '');
  if (value === undefined) return defaults.endpointUnavailabilityTtlMs;
  const fault = problem(value);
  if (fault !== undefined) throw new TypeError(`The environment variable ${name} ${fault}.`);
  return value as number;
}

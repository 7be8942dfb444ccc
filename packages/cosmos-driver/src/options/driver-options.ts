import { type DiagnosticsHandler, handlersField } from '../diagnostics/diagnostics-handler.ts';
import { checkFaultRules } from '../faults/check-fault-rules.ts';
import type { CountedFaultRule, FaultInjectionRule } from '../faults/fault-injection-rule.ts';
import type { EndpointDiscovery } from '../routing/account-topology.ts';
import { checkEndpointUrl } from '../routing/endpoint-url.ts';
import { type Credential, checkCredential } from '../signing/credential.ts';
import { checkOptions } from './check-options.ts';
import { copyOptions } from './copy-options.ts';
import {
  type DriverTuning,
  type DriverTuningSettings,
  driverTuningFields,
  resolveDriverTuning,
} from './driver-tuning.ts';
import { operationOptionFields } from './operation-option-fields.ts';
import type { OperationOptions } from './operation-options.ts';
import {
  type FieldDetails,
  type FieldsOf,
  field,
  type OptionField,
  stringListField,
  textField,
} from './option-field.ts';
import type { EnvironmentLayers } from './read-environment.ts';
import { checkThroughputControlGroups, type ThroughputControlGroup } from './throughput-control.ts';
import { type UserAgentOptions, userAgentFields } from './user-agent-options.ts';

/** What a driver is made of. */
export interface DriverOptions extends DriverTuning, UserAgentOptions {
  /** The account's URL, such as `https://shop.documents.azure.com:443/`. `http://` is accepted for this machine only. */
  readonly endpoint: string;
  /** Who the driver acts for. */
  readonly credential: Credential;
  /** URLs under which the account can be read when `endpoint` does not answer, tried in this order. (default `[]`) */
  readonly backupEndpoints?: readonly string[] | undefined;
  /** Regions to be used first, in this order; the others follow in the service's order. (default `[]`) */
  readonly preferredRegions?: readonly string[] | undefined;
  /**
   * The Azure region that the program runs in, such as `West Europe`: regions are preferred by their distance from it. Takes the
   * place of `preferredRegions`. A region that the driver does not know is preferred itself, with a warning. (default: none)
   */
  readonly applicationRegion?: string | undefined;
  /** Options of all operations of this driver. */
  readonly operationOptions?: OperationOptions | undefined;
  /**
   * Where requests go: the regions' URLs of the account document (`account`), always `endpoint` (`off`), or what a function
   * answers for a region, for proxies and mapped ports. (default `'account'`)
   */
  readonly endpointDiscovery?: EndpointDiscovery | undefined;
  /** Throughput control that operations refer to by name. (default `[]`) */
  readonly throughputControlGroups?: readonly ThroughputControlGroup[] | undefined;
  /** What goes wrong on purpose, for tests; the first rule that matches a request counts. (default `[]`) */
  readonly faultInjectionRules?: readonly FaultInjectionRule[] | undefined;
  /** Are told of every operation of this driver, in this order, after those of the runtime. (default `[]`) */
  readonly diagnosticsHandlers?: readonly DiagnosticsHandler[] | undefined;
  /** Name and version of the library that uses the driver, put before the driver's own: `my-library/1.2`. */
  readonly userAgentPrefix?: string | undefined;
}

/** Driver options, checked, with every default applied. */
export interface DriverSettings extends DriverTuningSettings, UserAgentOptions {
  /** Scheme, host and port of the account's URL. */
  readonly endpoint: string;
  readonly credential: Credential;
  /** Scheme, host and port of each. */
  readonly backupEndpoints: readonly string[];
  /** As they were named; empty when `applicationRegion` decides. */
  readonly preferredRegions: readonly string[];
  readonly applicationRegion: string | undefined;
  readonly operationOptions: OperationOptions;
  readonly endpointDiscovery: EndpointDiscovery;
  readonly throughputControlGroups: readonly ThroughputControlGroup[];
  readonly faultInjectionRules: readonly CountedFaultRule[];
  readonly diagnosticsHandlers: readonly DiagnosticsHandler[];
  readonly userAgentPrefix: string | undefined;
  /** Host for which `http://` is allowed besides this machine. */
  readonly emulatorHost: string | undefined;
}

/** What a runtime lends to the options of its drivers. */
export interface DriverSurroundings {
  /** What the environment says. */
  readonly environment: EnvironmentLayers<DriverTuning>;
  /** What the runtime says. */
  readonly runtime: DriverTuning;
  /** Value of `AZURE_COSMOS_EMULATOR_HOST`, if set. */
  readonly emulatorHost: string | undefined;
}

/** A field that a function of its own checks. */
function checkedApart(values: string, details: FieldDetails): OptionField {
  return field(values, () => true, details);
}

/** The table of driver options. */
export const driverOptionFields: FieldsOf<DriverOptions> = {
  endpoint: checkedApart('a URL', { otherwise: 'required' }),
  credential: checkedApart('a credential', { otherwise: 'required' }),
  backupEndpoints: stringListField({ byDefault: [] }),
  preferredRegions: stringListField({ byDefault: [] }),
  applicationRegion: textField('the name of a region', /\S/),
  operationOptions: { group: operationOptionFields },
  endpointDiscovery: field(
    "'account', 'off' or a function",
    (value) => value === 'account' || value === 'off' || typeof value === 'function',
    { byDefault: 'account' },
  ),
  ...driverTuningFields,
  throughputControlGroups: checkedApart('an array of groups', { byDefault: [] }),
  faultInjectionRules: checkedApart('an array of rules', { byDefault: [] }),
  diagnosticsHandlers: handlersField({ byDefault: [] }),
  ...userAgentFields,
  userAgentPrefix: textField('1 to 64 of the characters A-Z, a-z, 0-9, -, _, ., / and ~', /^[A-Za-z0-9._~/-]{1,64}$/),
};

/**
 * Checks driver options and applies the defaults.
 *
 * @throws {TypeError} naming the option and what it must be.
 */
export function resolveDriverOptions(options: DriverOptions, surroundings: DriverSurroundings): DriverSettings {
  checkOptions('driver options', options, driverOptionFields);
  const { environment, runtime, emulatorHost } = surroundings;
  const endpoint = checkEndpointUrl('endpoint', options.endpoint, emulatorHost);
  checkCredential(options.credential);
  const { applicationRegion, preferredRegions = [] } = options;
  if (applicationRegion !== undefined && options.preferredRegions !== undefined) {
    throw new TypeError('The driver options must have preferredRegions or applicationRegion, not both.');
  }
  const { throughputControlGroups = [], faultInjectionRules = [] } = options;
  checkThroughputControlGroups(throughputControlGroups);
  checkFaultRules(faultInjectionRules);
  const { userAgentSuffix, workloadId, correlationId, userAgentPrefix } = options;
  return Object.freeze({
    endpoint,
    credential: options.credential,
    backupEndpoints: Object.freeze(
      (options.backupEndpoints ?? []).map((url) => checkEndpointUrl('backup endpoint', url, emulatorHost)),
    ),
    preferredRegions: Object.freeze([...preferredRegions]),
    applicationRegion,
    operationOptions: copyOptions(options.operationOptions ?? {}),
    endpointDiscovery: options.endpointDiscovery ?? 'account',
    ...resolveDriverTuning([options, runtime], environment),
    throughputControlGroups: copyOptions(throughputControlGroups),
    faultInjectionRules: Object.freeze([...faultInjectionRules]),
    diagnosticsHandlers: Object.freeze([...(options.diagnosticsHandlers ?? [])]),
    userAgentSuffix,
    workloadId,
    correlationId,
    userAgentPrefix,
    emulatorHost,
  });
}

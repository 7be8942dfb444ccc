import { type DiagnosticsHandler, handlersField } from './diagnostics/diagnostics-handler.ts';
import type { KyTransportOptions } from './effects/ky-transport.ts';
import { isTransport, type Transport } from './effects/transport.ts';
import { checkOptions } from './options/check-options.ts';
import { type DriverTuning, driverTuningFields } from './options/driver-tuning.ts';
import { operationOptionFields } from './options/operation-option-fields.ts';
import type { OperationOptions } from './options/operation-options.ts';
import { type FieldsOf, field, type OptionFields } from './options/option-field.ts';
import { type RuntimeTuning, runtimeTuningFields } from './options/runtime-tuning.ts';
import type { UndiciTransportOptions } from './options/undici-transport-options.ts';
import { type UserAgentOptions, userAgentFields } from './options/user-agent-options.ts';

/** What a runtime is made of. */
export interface CosmosRuntimeOptions
  extends RuntimeTuning,
    UserAgentOptions,
    Pick<DriverTuning, 'endpointUnavailabilityTtlMs'> {
  /**
   * How requests reach the service: a transport, which stays open when the runtime is closed; or options of the default one,
   * which is closed with the runtime. (default: a pool of connections by undici under Node, ky over `fetch` elsewhere)
   */
  readonly transport?: Transport | UndiciTransportOptions | KyTransportOptions | undefined;
  /** Options of all operations of all drivers; can be replaced later. */
  readonly operationOptions?: OperationOptions | undefined;
  /** Are told of every operation of all drivers, in this order. (default `[]`) */
  readonly diagnosticsHandlers?: readonly DiagnosticsHandler[] | undefined;
}

/** The table of runtime options. */
export const runtimeOptionFields: FieldsOf<CosmosRuntimeOptions> = {
  transport: field('a transport, or the options of the default one', () => true, {
    otherwise: 'undici under Node, ky elsewhere',
  }),
  operationOptions: { group: operationOptionFields },
  diagnosticsHandlers: handlersField({ byDefault: [] }),
  ...runtimeTuningFields,
  endpointUnavailabilityTtlMs: driverTuningFields.endpointUnavailabilityTtlMs,
  ...userAgentFields,
};

/**
 * @param transportFields  The options that the platform's own transport has.
 * @throws {TypeError} naming the option and what it must be.
 */
export function checkRuntimeOptions(options: CosmosRuntimeOptions, transportFields: OptionFields): void {
  checkOptions('runtime options', options, runtimeOptionFields);
  const { transport } = options;
  if (transport !== undefined && !isTransport(transport)) {
    checkOptions('transport options', transport, transportFields);
  }
}

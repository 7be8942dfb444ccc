import { checkTransport, type Transport } from './effects/transport.ts';
import { checkOptions } from './options/check-options.ts';
import { operationOptionFields } from './options/operation-option-fields.ts';
import type { OperationOptions } from './options/operation-options.ts';
import type { OptionField, OptionGroup } from './options/option-field.ts';
import { userAgentSuffixProblem } from './request/user-agent.ts';

/** What a runtime is made of. */
export interface CosmosRuntimeOptions {
  /**
   * How requests reach the service; stays open when the runtime is closed.
   * (default: a pool of connections by undici under Node, ky over `fetch` elsewhere, closed with the runtime)
   */
  readonly transport?: Transport | undefined;
  /** Options of all operations of all drivers; can be replaced later. */
  readonly operationOptions?: OperationOptions | undefined;
  /** Added to the user agent of all drivers: 1 to 25 of `A-Z a-z 0-9 - _ . ~`. */
  readonly userAgentSuffix?: string | undefined;
}

const fields: Readonly<Record<keyof CosmosRuntimeOptions, OptionField | OptionGroup>> = {
  transport: { problem: () => undefined },
  operationOptions: { group: operationOptionFields },
  userAgentSuffix: { problem: userAgentSuffixProblem },
};

/** @throws {TypeError} naming the option and what it must be. */
export function checkRuntimeOptions(options: CosmosRuntimeOptions): void {
  checkOptions('runtime options', options, fields);
  if (options.transport !== undefined) checkTransport(options.transport);
}

import type { SystemReading } from '../diagnostics/system-usage.ts';
import type { OptionFields } from '../options/option-field.ts';
import type { Environment } from '../options/read-environment.ts';
import type { ImportKey } from './authorize.ts';
import type { Clock } from './clock.ts';
import type { Transport } from './transport.ts';

/** What a JavaScript runtime lends to the driver: everything that is not pure. */
export interface Platform {
  /** Makes the transport of a runtime that was given none. */
  readonly createTransport: (options: object) => Transport;
  /** The options that transport has. */
  readonly transportFields: OptionFields;
  readonly importKey: ImportKey;
  readonly clock: Clock;
  /** A random number from 0 to just below 1. */
  readonly random: () => number;
  /** A new UUID. */
  readonly newId: () => string;
  /** Looks at how busy process and machine are. (default: there is no way to) */
  readonly readSystem?: () => SystemReading;
  /** Environment variables, read when a runtime is made. */
  readonly environment: Environment;
  /** Variables of it that somebody may set although they do nothing here, with the reason. */
  readonly unusedVariables: Readonly<Record<string, string>>;
  /** The driver and the system below it, for the user agent. */
  readonly userAgentSystem: string;
  /** Tells whoever operates the program of something that was put up with. */
  readonly warn: (message: string) => void;
}

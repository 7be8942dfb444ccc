import { type DriverTuning, driverTuningFields } from './driver-tuning.ts';
import { operationOptionFields } from './operation-option-fields.ts';
import type { OperationOptions } from './operation-options.ts';
import type { OptionFields } from './option-field.ts';
import { type Environment, type EnvironmentLayers, readEnvironment } from './read-environment.ts';
import { type RuntimeTuning, runtimeTuningFields } from './runtime-tuning.ts';

/** Everything a runtime takes from the environment, read once, when it is made. */
export interface EnvironmentOptions {
  readonly operation: EnvironmentLayers<OperationOptions>;
  readonly driver: EnvironmentLayers<DriverTuning>;
  readonly runtime: EnvironmentLayers<RuntimeTuning>;
  readonly transport: EnvironmentLayers<Readonly<Record<string, unknown>>>;
  /** Host for which `http://` is allowed besides this machine. */
  readonly emulatorHost: string | undefined;
  /** What is ignored, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Reads all options that the environment can set.
 *
 * @param transportFields  The options that the platform's own transport has.
 * @param unused  Variables that somebody may set although they do nothing, with the reason.
 * @throws {TypeError} when a variable holds a value out of its option's bounds.
 */
export function readEnvironmentOptions(
  environment: Environment,
  transportFields: OptionFields,
  unused: Readonly<Record<string, string>>,
): EnvironmentOptions {
  const operation = readEnvironment<OperationOptions>(operationOptionFields, environment);
  const driver = readEnvironment<DriverTuning>(driverTuningFields, environment);
  const runtime = readEnvironment<RuntimeTuning>(runtimeTuningFields, environment);
  const transport = readEnvironment<Readonly<Record<string, unknown>>>(transportFields, environment);
  return {
    operation,
    driver,
    runtime,
    transport,
    emulatorHost: environment.AZURE_COSMOS_EMULATOR_HOST,
    warnings: [
      ...[operation, driver, runtime, transport].flatMap(({ warnings }) => warnings),
      ...Object.entries(unused)
        .filter(([name]) => environment[name] !== undefined)
        .map(([name, reason]) => `The environment variable ${name} is ignored: ${reason}.`),
    ],
  };
}

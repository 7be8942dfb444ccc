import type { OptionFields } from './option-field.ts';

/** Environment variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says about options. */
export interface EnvironmentLayers<Options> {
  /** The layer below everything the code says. */
  readonly defaults: Options;
  /** The layer above everything: variables ending in `_OVERRIDE`. */
  readonly overrides: Options;
  /** Variables whose text stands for no value, one sentence each; they are ignored. */
  readonly warnings: readonly string[];
}

/**
 * Reads options from environment variables. Empty variables count as unset.
 *
 * @param fields  The table of the options, which names the variables.
 * @throws {TypeError} when a variable holds a value out of its option's bounds.
 */
export function readEnvironment<Options extends object>(
  fields: OptionFields,
  environment: Environment,
): EnvironmentLayers<Options> {
  const warnings: string[] = [];
  return {
    defaults: readLayer(fields, environment, '', warnings) as Options,
    overrides: readLayer(fields, environment, '_OVERRIDE', warnings) as Options,
    warnings,
  };
}

function readLayer(
  fields: OptionFields,
  environment: Environment,
  suffix: '' | '_OVERRIDE',
  warnings: string[],
): Record<string, unknown> {
  const layer: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if ('group' in field) {
      const group = readLayer(field.group, environment, suffix, warnings);
      if (Object.keys(group).length > 0) layer[name] = group;
      continue;
    }
    if (field.environment === undefined || field.parse === undefined) continue;
    if (suffix === '_OVERRIDE' && field.overridable !== true) continue;
    const variable = `${field.environment}${suffix}`;
    const text = environment[variable];
    if (text === undefined || text.trim() === '') continue;
    const value = field.parse(text);
    if (value === undefined) {
      warnings.push(`The environment variable ${variable} is ignored: "${text}" is no value of ${name}.`);
      continue;
    }
    const problem = field.problem(value);
    if (problem !== undefined) throw new TypeError(`The environment variable ${variable} ${problem}, not ${text}.`);
    layer[name] = value;
  }
  return layer;
}

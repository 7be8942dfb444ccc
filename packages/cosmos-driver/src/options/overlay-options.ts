import type { OptionFields } from './option-field.ts';

/** Options of any type, by name. */
type Values = Readonly<Record<string, unknown>>;

/**
 * Lays a stronger layer of options over a weaker one: what the layer has replaces what is below, `undefined` lets it
 * through. The fields of a group are laid over one by one, every other value as a whole; names that are no fields are left out.
 *
 * @returns A new object, or the same when the layer says nothing.
 */
export function overlayOptions(below: Values, layer: Values, fields: OptionFields): Values {
  let above: Record<string, unknown> | undefined;
  for (const name in layer) {
    const value = layer[name];
    const field = fields[name];
    if (value === undefined || field === undefined) continue;
    above ??= { ...below };
    above[name] =
      'group' in field
        ? Object.freeze(overlayOptions((below[name] ?? {}) as Values, value as Values, field.group))
        : value;
  }
  return above ?? below;
}

/** The value of every field when no layer has one. */
export function defaultsOf(fields: OptionFields): Values {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    values[name] = 'group' in field ? Object.freeze(defaultsOf(field.group)) : field.byDefault;
  }
  return values;
}

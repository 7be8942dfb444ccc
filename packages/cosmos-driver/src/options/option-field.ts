/** What is known of one option: how a value is checked, what it is without one, and which environment variable may set it. */
export interface OptionField {
  /** What values there are, to follow "must be": `a boolean`. */
  readonly values: string;
  /** Says what is wrong with a value, to follow the option's name: `must be a boolean`. `undefined` when it is fine. */
  readonly problem: (value: unknown) => string | undefined;
  /** The value when no layer has one; `undefined` when that is not one value. */
  readonly byDefault?: unknown;
  /** What follows when no layer has a value, in words, where `byDefault` does not say it. */
  readonly otherwise?: string;
  /** Variable that sets the option when no layer in the code does. */
  readonly environment?: string;
  /** Whether the variable with `_OVERRIDE` behind its name beats every layer, also the call: a switch for operators. */
  readonly overridable?: true;
  /** The value a variable's text stands for; `undefined` when it stands for none. */
  readonly parse?: (text: string) => unknown;
}

/** What a field is besides its values. */
export type FieldDetails = Pick<OptionField, 'byDefault' | 'otherwise' | 'environment' | 'overridable'>;

/** Options that belong together and are looked up one by one. */
interface OptionGroup {
  /** The options by name. */
  readonly group: OptionFields;
}

/** Options by name. */
export interface OptionFields {
  readonly [name: string]: OptionField | OptionGroup;
}

/** The table of the options of one type: no name missing, none too many. */
export type FieldsOf<Options> = Readonly<Record<keyof Options, OptionField | OptionGroup>>;

/**
 * A field by what its values have in common.
 *
 * @param values  What values there are, to follow "must be".
 * @param parse  Reads the text of an environment variable, where there is one.
 */
export function field(
  values: string,
  accepts: (value: unknown) => boolean,
  details: FieldDetails = {},
  parse?: (text: string) => unknown,
): OptionField {
  return {
    values,
    problem: (value) => (accepts(value) ? undefined : `must be ${values}`),
    ...details,
    ...(details.environment === undefined || parse === undefined ? {} : { parse }),
  };
}

/** An integer with bounds. */
export function integerField(min: number, max: number, details?: FieldDetails): OptionField {
  const accepts = (value: unknown): boolean =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
  return field(`an integer from ${min} to ${max}`, accepts, details, parseInteger);
}

/** `true` or `false`; a variable may also say 1, yes, on, enabled, 0, no, off, disabled. */
export function booleanField(details?: FieldDetails): OptionField {
  return field('a boolean', (value) => typeof value === 'boolean', details, parseBoolean);
}

/** One of several words; a variable may spell it in any case. */
export function wordField(words: readonly string[], details?: FieldDetails): OptionField {
  const parse = (text: string): string | undefined =>
    words.find((word) => word.toLowerCase() === text.trim().toLowerCase());
  return field(`one of ${words.join(', ')}`, (value) => words.includes(value as string), details, parse);
}

/** A text of a certain form. */
export function textField(values: string, pattern: RegExp, details?: FieldDetails): OptionField {
  const accepts = (value: unknown): boolean => typeof value === 'string' && pattern.test(value);
  return field(values, accepts, details, (text) => text.trim());
}

/** A list of non-empty strings. */
export function stringListField(details?: FieldDetails): OptionField {
  const isFilled = (entry: unknown): boolean => typeof entry === 'string' && entry.trim() !== '';
  return field('an array of non-empty strings', (value) => Array.isArray(value) && value.every(isFilled), details);
}

/** A function. */
export function functionField(details?: FieldDetails): OptionField {
  return field('a function', (value) => typeof value === 'function', details);
}

function parseInteger(text: string): number | undefined {
  return /^-?\d+$/.test(text.trim()) ? Number(text) : undefined;
}

function parseBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (['true', '1', 'yes', 'on', 'enabled'].includes(word)) return true;
  return ['false', '0', 'no', 'off', 'disabled'].includes(word) ? false : undefined;
}

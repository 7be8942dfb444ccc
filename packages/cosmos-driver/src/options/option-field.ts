import { isHeaderText } from '../request/header-text.ts';

/** What is known of one option: how a value is checked, and which environment variable may set it. */
export interface OptionField {
  /** Says what is wrong with a value, to follow the option's name: `must be a boolean`. `undefined` when it is fine. */
  readonly problem: (value: unknown) => string | undefined;
  /** Variable that sets the option when no layer in the code does. */
  readonly environment?: string;
  /** Whether the variable with `_OVERRIDE` behind its name beats every layer, also the call: a switch for operators. */
  readonly overridable?: true;
  /** The value a variable's text stands for; `undefined` when it stands for none. */
  readonly parse?: (text: string) => unknown;
}

/** Options that belong together and are looked up one by one. */
export interface OptionGroup {
  /** The options by name. */
  readonly group: OptionFields;
}

/** Options by name. */
export interface OptionFields {
  readonly [name: string]: OptionField | OptionGroup;
}

/** An integer with bounds. */
export function integerField(min: number, max: number, environment?: string): OptionField {
  return {
    problem: (value) =>
      Number.isInteger(value) && (value as number) >= min && (value as number) <= max
        ? undefined
        : `must be an integer from ${min} to ${max}`,
    ...(environment === undefined ? {} : { environment, parse: parseInteger }),
  };
}

/** `true` or `false`; a variable may also say 1, yes, on, enabled, 0, no, off, disabled. */
export function booleanField(environment?: string): OptionField {
  return {
    problem: (value) => (typeof value === 'boolean' ? undefined : 'must be a boolean'),
    ...(environment === undefined ? {} : { environment, parse: parseBoolean }),
  };
}

/** One of several words. */
export function wordField(
  words: readonly string[],
  variable?: { readonly environment: string; readonly overridable?: true },
): OptionField {
  return {
    problem: (value) => (words.includes(value as string) ? undefined : `must be one of ${words.join(', ')}`),
    ...(variable === undefined ? {} : { ...variable, parse: (text: string) => parseWord(words, text) }),
  };
}

/** A list of non-empty strings. */
export function stringListField(): OptionField {
  return {
    problem: (value) =>
      Array.isArray(value) && value.every((entry) => typeof entry === 'string' && entry.trim() !== '')
        ? undefined
        : 'must be an array of non-empty strings',
  };
}

/** Headers about the connection and the message's length, which only the transport can know. */
const transportHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A record of header names and values. @see https://www.rfc-editor.org/rfc/rfc9110#name-fields */
export function headersField(): OptionField {
  return {
    problem: (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object of strings';
      for (const [name, text] of Object.entries(value)) {
        if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) return `must not have "${name}", which is not a header name`;
        if (transportHeaders.has(name.toLowerCase())) return `must not have "${name}", which is the transport’s`;
        if (!isHeaderText(text)) return `must have printable ASCII text in "${name}"`;
      }
      return undefined;
    },
  };
}

function parseInteger(text: string): number | undefined {
  return /^-?\d+$/.test(text.trim()) ? Number(text) : undefined;
}

function parseBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (['true', '1', 'yes', 'on', 'enabled'].includes(word)) return true;
  return ['false', '0', 'no', 'off', 'disabled'].includes(word) ? false : undefined;
}

function parseWord(words: readonly string[], text: string): string | undefined {
  const word = text.trim().toLowerCase();
  return words.find((candidate) => candidate.toLowerCase() === word);
}

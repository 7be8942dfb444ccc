/** What a connection string says. */
export interface ConnectionStringParts {
  /** The account's URL. */
  readonly endpoint: string;
  /** The account's key, base64. */
  readonly key: string;
}

/**
 * Reads a connection string as the Azure portal shows it: `AccountEndpoint=https://…;AccountKey=…;`.
 *
 * Names count in any case, values from the first `=` on, since keys end in `=`. Other parts are left alone.
 *
 * @throws {TypeError} when a part has no `=`, or one of the two is missing, empty or given twice. The message names the part,
 * and never contains a value.
 */
export function parseConnectionString(text: unknown): ConnectionStringParts {
  if (typeof text !== 'string') throw new TypeError('A connection string must be a string.');
  const parts = new Map<string, string>();
  for (const [index, part] of text.split(';').entries()) {
    if (part.trim() === '') continue;
    const equals = part.indexOf('=');
    if (equals <= 0) {
      throw new TypeError(`Part ${index + 1} of the connection string must be a name and a value with "=" in between.`);
    }
    const name = part.slice(0, equals).trim().toLowerCase();
    if (parts.has(name) && (name === 'accountendpoint' || name === 'accountkey')) {
      throw new TypeError(`Part ${index + 1} of the connection string repeats an earlier one.`);
    }
    parts.set(name, part.slice(equals + 1).trim());
  }
  const required = (name: string): string => {
    const value = parts.get(name.toLowerCase());
    if (value === undefined || value === '') throw new TypeError(`The connection string has no ${name}.`);
    return value;
  };
  return { endpoint: required('AccountEndpoint'), key: required('AccountKey') };
}

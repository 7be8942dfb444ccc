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
 * @throws {TypeError} when it lacks one of the two. The message never contains the key.
 */
export function parseConnectionString(text: unknown): ConnectionStringParts {
  if (typeof text !== 'string') throw new TypeError('A connection string must be a string.');
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim());
  }
  const endpoint = parts.get('accountendpoint');
  const key = parts.get('accountkey');
  if (endpoint === undefined || endpoint === '') throw new TypeError('The connection string has no AccountEndpoint.');
  if (key === undefined || key === '') throw new TypeError('The connection string has no AccountKey.');
  return { endpoint, key };
}

/** Who may do what. Exactly one of three. */
export type Credential = KeyCredential | TokenCredential | ResourceTokenCredential;

/** The account's key. */
export interface KeyCredential {
  /** Primary or secondary key, base64; or a function that answers it, asked before every request, so that keys can be rotated. */
  readonly key: string | (() => string | Promise<string>);
}

/** Microsoft Entra ID. Not supported yet. */
export interface TokenCredential {
  /** Anything with the `getToken` of `@azure/identity`. */
  readonly tokenCredential: {
    getToken(
      scopes: string | string[],
      options?: { readonly abortSignal?: AbortSignal },
    ): Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>;
  };
}

/** A token for one resource, made by `users` and `permissions`. Not supported yet. */
export interface ResourceTokenCredential {
  /** The token, or a function from the resource's link to its token. */
  readonly resourceToken: string | ((resourceLink: string) => string | Promise<string>);
}

/**
 * Refuses what is no credential.
 *
 * @throws {TypeError} when it has none or several of `key`, `tokenCredential` and `resourceToken`, or the key is not base64.
 */
export function checkCredential(credential: unknown): asserts credential is Credential {
  if (typeof credential !== 'object' || credential === null) {
    throw new TypeError('A credential must be { key }, { tokenCredential } or { resourceToken }.');
  }
  const names = Object.keys(credential);
  const [name] = names;
  if (names.length !== 1 || (name !== 'key' && name !== 'tokenCredential' && name !== 'resourceToken')) {
    throw new TypeError('A credential must have exactly one of key, tokenCredential and resourceToken.');
  }
  if (name === 'key') {
    const { key } = credential as KeyCredential;
    if (typeof key !== 'function') checkAccountKey(key);
  }
}

/** @throws {TypeError} when the text is not base64. The message never contains the key. */
export function checkAccountKey(key: unknown): asserts key is string {
  if (typeof key !== 'string' || key === '')
    throw new TypeError('The account key is missing: it must be a base64 string.');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(key)) {
    throw new TypeError('The account key is not base64.');
  }
}

import { isHeaderText } from '../request/header-text.ts';

/** Who may do what. Exactly one of three. */
export type Credential = KeyCredential | TokenCredential | ResourceTokenCredential;

/** The account's key. */
export interface KeyCredential {
  /**
   * Primary or secondary key, base64; or a function that answers it, asked before every request, so that keys can be rotated.
   * It is asked once more when the service refuses the key it gave.
   */
  readonly key: string | (() => string | Promise<string>);
}

/**
 * Microsoft Entra ID. The token is kept, and renewed some minutes before it expires. A credential that answers nothing for a minute has
 * failed: its `abortSignal` is aborted, and the next operation asks it again.
 */
export interface TokenCredential {
  /** Anything with the `getToken` of `@azure/identity`. */
  readonly tokenCredential: {
    getToken(scopes: string | string[], options?: { readonly abortSignal?: AbortSignal }): Promise<AccessToken | null>;
  };
  /** What the token is for, in clouds of their own. (default `'https://cosmos.azure.com/.default'`) */
  readonly scope?: string | undefined;
}

/** A token of Microsoft Entra ID, as `@azure/identity` answers it. */
export interface AccessToken {
  /** The token. */
  readonly token: string;
  /** When it expires, in milliseconds since 1970. */
  readonly expiresOnTimestamp: number;
  /** When it should be renewed, in milliseconds since 1970. (default: some minutes before it expires) */
  readonly refreshAfterTimestamp?: number | undefined;
}

/** A token for one resource and those below it, made for a user's permission. */
export interface ResourceTokenCredential {
  /**
   * The token, `type=resource&ver=1.0&sig=…`; or a function from the link that a request is about to the token, asked before
   * every request and once more when the service refuses the token it gave. The link is that of the resource, such as
   * `dbs/shop/colls/orders/docs/1`, of its parent where something is created, listed or queried, and empty for the account,
   * which any token may read.
   *
   * @see https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources
   */
  readonly resourceToken: string | ((resourceLink: string) => string | Promise<string>);
}

const names = ['key', 'tokenCredential', 'resourceToken'] as const;

/**
 * Refuses what is no credential. Messages never contain what a credential holds.
 *
 * @throws {TypeError} when it has none or several of `key`, `tokenCredential` and `resourceToken`, or one of the wrong kind.
 */
export function checkCredential(credential: unknown): asserts credential is Credential {
  if (typeof credential !== 'object' || credential === null) {
    throw new TypeError('A credential must be { key }, { tokenCredential } or { resourceToken }.');
  }
  const { key, tokenCredential, resourceToken, scope, ...others } = credential as Record<string, unknown>;
  const given = names.filter((name) => name in credential);
  if (given.length !== 1) {
    throw new TypeError('A credential must have exactly one of key, tokenCredential and resourceToken.');
  }
  const [other] = Object.keys(others);
  if (other !== undefined) throw new TypeError(`Unknown option "${other}" in the credential.`);
  if (scope !== undefined && (given[0] !== 'tokenCredential' || typeof scope !== 'string' || scope === '')) {
    throw new TypeError('The scope of a credential must be a non-empty string, beside a tokenCredential.');
  }
  if (given[0] === 'key' && typeof key !== 'function') checkAccountKey(key);
  if (given[0] === 'tokenCredential' && !canGetToken(tokenCredential)) {
    throw new TypeError('A tokenCredential must have a method getToken(scopes), as those of @azure/identity do.');
  }
  if (given[0] === 'resourceToken' && typeof resourceToken !== 'function') checkResourceToken(resourceToken);
}

/** @throws {TypeError} when the text is not base64. The message never contains the key. */
export function checkAccountKey(key: unknown): asserts key is string {
  if (typeof key !== 'string' || key === '')
    throw new TypeError('The account key is missing: it must be a base64 string.');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(key)) {
    throw new TypeError('The account key is not base64.');
  }
}

/** @throws {TypeError} when the text is no resource token, percent-encoded or not. The message never contains the token. */
export function checkResourceToken(token: unknown): asserts token is string {
  if (!isHeaderText(token) || !/^type(?:=|%3d)resource(?:&|%26)/i.test(token)) {
    throw new TypeError('The resource token must be printable ASCII that begins with type=resource&.');
  }
}

function canGetToken(value: unknown): boolean {
  return typeof (value as { readonly getToken?: unknown } | null)?.getToken === 'function';
}

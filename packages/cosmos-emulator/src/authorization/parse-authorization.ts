/** What an `authorization` header holds. */
export interface Credential {
  /** `master` for a signature by the account key, `aad` or `resource` for tokens. */
  readonly type: string;
  /** The signature or token. */
  readonly signature: string;
}

const shape = /^type=(?<type>[a-z]+)&ver=1(?:\.0)?&sig=(?<signature>.+)$/;

/** How nearly every request begins; what follows needs no pattern. */
const usualPrefix = 'type%3Dmaster%26ver%3D1.0%26sig%3D';

/**
 * Reads an `authorization` header: `type=…&ver=1.0&sig=…` (tokens for one resource say `ver=1`), percent-encoded as a whole.
 *
 * @returns `undefined` when it has any other form.
 */
export function parseAuthorization(header: string): Credential | undefined {
  if (header.startsWith(usualPrefix)) return { type: 'master', signature: decode(header.slice(usualPrefix.length)) };
  const groups = shape.exec(decode(header))?.groups;
  const { type, signature } = groups ?? {};
  return type === undefined || signature === undefined ? undefined : { type, signature };
}

function decode(header: string): string {
  try {
    return header.includes('%') ? decodeURIComponent(header) : header;
  } catch {
    // A broken percent escape: not a token at all.
    return '';
  }
}

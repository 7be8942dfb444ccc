import { type StringToSignParts, stringToSign } from '@perdura/cosmos-protocol';
import { CosmosError } from '../errors/cosmos-error.ts';
import { masterKeyAuthorization } from '../signing/authorization.ts';
import { type Credential, checkAccountKey } from '../signing/credential.ts';

/** Answers the `authorization` header of one request. Without waiting where that is possible: it is on every request's way. */
export type Authorize = (parts: StringToSignParts) => string | Promise<string>;

/** Signs a text with a key that was read before: HMAC-SHA256, base64. */
type Sign = (text: string) => string | Promise<string>;

/** Reads an account key once, to sign with it many times. */
export type ImportKey = (base64Key: string) => Sign;

/**
 * Makes the authorizer of a credential.
 *
 * @throws {CosmosError} `not-supported` for credentials that this version cannot use.
 */
export function createAuthorize(credential: Credential, importKey: ImportKey): Authorize {
  if (!('key' in credential)) {
    const [name] = Object.keys(credential);
    throw new CosmosError(`This version signs with the account key only; a ${name} is not supported yet.`, {
      code: 'not-supported',
    });
  }
  const { key } = credential;
  if (typeof key === 'string') {
    const sign = importKey(key);
    return (parts) => authorizationOf(sign(stringToSign(parts)));
  }

  let current: { readonly key: string; readonly sign: Sign } | undefined;
  return async (parts) => {
    const answer = await key();
    checkAccountKey(answer);
    if (current?.key !== answer) current = { key: answer, sign: importKey(answer) };
    return masterKeyAuthorization(await current.sign(stringToSign(parts)));
  };
}

function authorizationOf(signature: string | Promise<string>): string | Promise<string> {
  return typeof signature === 'string' ? masterKeyAuthorization(signature) : signature.then(masterKeyAuthorization);
}

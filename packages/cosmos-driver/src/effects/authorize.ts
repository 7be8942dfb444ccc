import { type StringToSignParts, stringToSign } from '@perdura/cosmos-protocol';
import { defaults } from '../options/defaults.ts';
import { entraAuthorization, masterKeyAuthorization, resourceTokenAuthorization } from '../signing/authorization.ts';
import {
  type AccessToken,
  type Credential,
  checkAccountKey,
  checkResourceToken,
  type KeyCredential,
  type ResourceTokenCredential,
  type TokenCredential,
} from '../signing/credential.ts';
import type { Clock } from './clock.ts';
import { createTokenCell } from './token-cell.ts';

/** Answers for requests by a credential. */
export interface Authorizer {
  /** The `authorization` header of one request. Without waiting where that is possible: it is on every request's way. */
  authorize(parts: StringToSignParts): string | Promise<string>;
  /** Whether the credential may answer something else when it is asked again. */
  readonly renewable: boolean;
  /** Takes note that the service has refused a header. */
  refuse(authorization: string): void;
  /** Stops to wait for the credential. */
  close(): void;
}

/** Signs a text with a key that was read before: HMAC-SHA256, base64. */
type Sign = (text: string) => string | Promise<string>;

/** Reads an account key once, to sign with it many times. */
export type ImportKey = (base64Key: string) => Sign;

/** What authorizers need of the world. */
export interface AuthorizerPorts extends Pick<Clock, 'nowMs' | 'startTimer'> {
  readonly importKey: ImportKey;
  /** A random number from 0 to just below 1. */
  readonly random: () => number;
}

/** Makes the authorizer of a credential. */
export function createAuthorizer(credential: Credential, ports: AuthorizerPorts): Authorizer {
  if ('key' in credential) return authorizeByKey(credential, ports);
  return 'tokenCredential' in credential ? authorizeByEntra(credential, ports) : authorizeByResource(credential);
}

const nothing = (): void => undefined;

function authorizeByKey({ key }: KeyCredential, { importKey }: AuthorizerPorts): Authorizer {
  if (typeof key === 'string') {
    const sign = importKey(key);
    return {
      authorize: (parts) => then(sign(stringToSign(parts)), masterKeyAuthorization),
      renewable: false,
      refuse: nothing,
      close: nothing,
    };
  }

  let current: { readonly key: string; readonly sign: Sign } | undefined;
  return {
    async authorize(parts) {
      const answer = await key();
      checkAccountKey(answer);
      if (current?.key !== answer) current = { key: answer, sign: importKey(answer) };
      return masterKeyAuthorization(await current.sign(stringToSign(parts)));
    },
    renewable: true,
    refuse: nothing,
    close: nothing,
  };
}

function authorizeByEntra(credential: TokenCredential, ports: AuthorizerPorts): Authorizer {
  const { tokenCredential, scope = defaults.accessToken.scope } = credential;
  const fetchToken = async (abortSignal: AbortSignal): Promise<AccessToken> => {
    const answer = await tokenCredential.getToken(scope, { abortSignal });
    if (typeof answer?.token !== 'string' || answer.token === '' || !Number.isFinite(answer.expiresOnTimestamp)) {
      throw new Error(`The tokenCredential gave no token for ${scope}.`);
    }
    return answer;
  };
  const cell = createTokenCell({ ...ports, fetchToken });
  /** The header of the newest token: it is long, and the same for an hour. */
  let newest = { token: '', authorization: '' };
  const write = (token: string): string => {
    if (newest.token !== token) newest = { token, authorization: entraAuthorization(token) };
    return newest.authorization;
  };
  return {
    authorize: () => then(cell.token(), write),
    renewable: true,
    refuse: (authorization) => {
      if (authorization === newest.authorization) cell.refuse(newest.token);
    },
    close: cell.close,
  };
}

function authorizeByResource({ resourceToken }: ResourceTokenCredential): Authorizer {
  if (typeof resourceToken === 'string') {
    const authorization = resourceTokenAuthorization(resourceToken);
    return { authorize: () => authorization, renewable: false, refuse: nothing, close: nothing };
  }
  return {
    async authorize({ resourceLink }) {
      const token = await resourceToken(resourceLink);
      checkResourceToken(token);
      return resourceTokenAuthorization(token);
    },
    renewable: true,
    refuse: nothing,
    close: nothing,
  };
}

function then(text: string | Promise<string>, write: (text: string) => string): string | Promise<string> {
  return typeof text === 'string' ? write(text) : text.then(write);
}

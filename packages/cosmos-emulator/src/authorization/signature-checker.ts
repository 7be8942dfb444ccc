import { headerNames, stringToSign } from '@perdura/cosmos-protocol';
import type { ResourcePath } from '../requests/resource-path.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import { createSigner } from './create-signer.ts';
import { isSameSignature } from './is-same-signature.ts';
import { parseAuthorization } from './parse-authorization.ts';
import { signedLinks, signedPath } from './signed-links.ts';
import type { TokenChecker } from './token-checker.ts';

/** Checks who sent a request: `undefined` when it may, else why it is refused. */
export type SignatureChecker = (request: WireRequest, path: ResourcePath) => Refusal | undefined;

/**
 * Makes the checker of an account.
 *
 * @param key         The account key, base64.
 * @param checkToken  Checks what is not a signature by the account key.
 * @param checkDate   Checks the date that is signed.
 */
export function createSignatureChecker(
  key: string,
  checkToken: TokenChecker,
  checkDate: (date: string) => Refusal | undefined,
): SignatureChecker {
  const sign = createSigner(Buffer.from(key, 'base64'));
  return (request, path) => {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      return refuse(401, 'Required Header authorization is missing. Ensure a valid Authorization token is passed.');
    }
    const credential = parseAuthorization(authorization);
    if (credential === undefined) {
      return refuse(401, "Authorization header doesn't confirm to the required format. Please verify and try again.");
    }
    if (credential.type !== 'master') return checkToken(credential, request, path);
    const date = request.headers[headerNames.date] ?? request.headers.date;
    if (date === undefined) return refuse(401, 'Required Header date is missing.');
    const refusedDate = checkDate(date);
    if (refusedDate !== undefined) return refusedDate;

    const signed = signedPath(path);
    const { resourceType } = signed;
    const payloads = signedLinks(signed).map((resourceLink) =>
      stringToSign({ verb: request.method, resourceType, resourceLink, date }),
    );
    for (const payload of payloads) {
      if (isSameSignature(sign(payload), credential.signature)) return undefined;
    }
    return refuse(401, `${wrongKey} Server used the following payload to sign: '${payloads[0]}'`);
  };
}

const wrongKey =
  "The input authorization token can't serve the request. The wrong key is being used or the expected payload is not built as per the protocol. For more info: https://aka.ms/cosmosdb-tsg-unauthorized.";

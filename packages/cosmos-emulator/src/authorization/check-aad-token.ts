import { isQuery } from '../queries/is-query.ts';
import { refuse } from '../responses/answer.ts';
import type { AadOptions } from './aad-options.ts';
import { parseAuthorization } from './parse-authorization.ts';
import type { SignatureChecker } from './signature-checker.ts';

/** Roles of the data plane allow no management, as the service names it. */
const rbacOperationNotSupported = 5300;

/** The token of Microsoft Entra ID in an `authorization` header; `undefined` for any other credential. */
export function aadTokenOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const credential = parseAuthorization(authorization);
  return credential?.type === 'aad' ? credential.signature : undefined;
}

/**
 * Has a token validated, before the request is carried out in one step.
 *
 * @returns What then checks the request: a valid token reads and writes items and reads metadata; creating, changing and
 * deleting databases and containers, and throughput, takes the account key (403/5300).
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/security/reference-data-plane-actions-roles
 */
export async function checkAadToken({ validate }: AadOptions, token: string): Promise<SignatureChecker> {
  let isValid: boolean;
  try {
    isValid = (await validate(token)) === true;
  } catch {
    // Libraries that verify tokens throw for those that are not valid.
    isValid = false;
  }
  return isValid ? refuseManagement : refuseToken;
}

const refuseToken: SignatureChecker = () =>
  refuse(401, 'The Microsoft Entra ID token in the authorization header is not valid.');

const refuseManagement: SignatureChecker = ({ method, headers, path }, { resourceType }) => {
  const isRead = method === 'GET' || method === 'HEAD' || (method === 'POST' && isQuery(headers));
  const isManagement = resourceType === 'offers' || (!isRead && (resourceType === 'dbs' || resourceType === 'colls'));
  if (!isManagement) return undefined;
  const request = `[${method} ${path}]`;
  return refuse(
    403,
    `The given request ${request} cannot be authorized by AAD token in data plane. Learn more: https://aka.ms/cosmos-native-rbac.`,
    { subStatus: rbacOperationNotSupported },
  );
};

import { headerNames } from '@perdura/cosmos-protocol';
import type { AccountStore } from '../account/account-store.ts';
import { lookUpContainer } from '../containers/find-container.ts';
import { readPartitionKey } from '../items/item-scope.ts';
import { isQuery, isQueryPlan } from '../queries/is-query.ts';
import { isTrue } from '../requests/is-true.ts';
import type { ResourcePath } from '../requests/resource-path.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import type { Credential } from './parse-authorization.ts';
import type { ResourceGrant } from './resource-grant.ts';
import { validityMessage } from './validity-message.ts';

/** Checks a credential that is not a signature by the account key: `undefined` when it allows the request, else why not. */
export type TokenChecker = (credential: Credential, request: WireRequest, path: ResourcePath) => Refusal | undefined;

/** Microsoft Entra ID is switched off for the account, as the service names it. */
const aadAuthDisabled = 5002;

/**
 * Makes the checker of an account's tokens. It knows resource tokens; those of Microsoft Entra ID come here only where
 * nobody validates them.
 *
 * A token is a random text that says nothing: what it allows is looked up, so that nobody can make or change one.
 */
export function createTokenChecker(
  store: AccountStore,
  resourceTokens: ReadonlyMap<string, ResourceGrant>,
): TokenChecker {
  return ({ type, signature }, request, path) => {
    if (type === 'aad') return refuse(401, aadMessage, { subStatus: aadAuthDisabled });
    if (type !== 'resource') return refuse(401, `Authorization tokens of type ${type} do not exist.`);
    const grant = resourceTokens.get(signature);
    if (grant === undefined) return refuse(401, unknownTokenMessage);
    const nowMs = store.options.clock.nowMs();
    const { startsAtMs, expiresAtMs } = grant;
    if (nowMs >= expiresAtMs) return refuse(403, validityMessage(startsAtMs, expiresAtMs, nowMs));
    return covers(grant, request, path, store) ? undefined : refuse(403, insufficientMessage);
  };
}

/** Every token shows the account; beyond that, only what lies in its container, and that the container is there. */
function covers(grant: ResourceGrant, request: WireRequest, path: ResourcePath, store: AccountStore): boolean {
  const { segments, resourceType } = path;
  if (segments.length === 0) return request.method === 'GET';
  if (segments[0] !== 'dbs' || segments[2] !== 'colls' || segments.length < 4) return false;
  const container = lookUpContainer({ store, path });
  if (isRefusal(container) || container.resourceId !== grant.containerResourceId) return false;
  const isRead = request.method === 'GET' || request.method === 'HEAD' || isQueryOf(request, path);
  if (resourceType === 'colls' || resourceType === 'pkranges') return isRead;
  return (isRead || grant.mode === 'all') && coversKey(grant, request, path);
}

/** Feeds alone are queried: any other POST does what its path says, whatever its headers call it. */
function isQueryOf({ method, headers }: WireRequest, { isFeed }: ResourcePath): boolean {
  return method === 'POST' && isFeed && isQuery(headers) && !isTrue(headers[headerNames.isBatchRequest]);
}

/** A token for one partition key serves requests that name it; the plan of a query shows no data. */
function coversKey({ keyValues }: ResourceGrant, request: WireRequest, path: ResourcePath): boolean {
  if (keyValues === undefined || (isQueryOf(request, path) && isQueryPlan(request.headers))) return true;
  const asked = readPartitionKey(request.headers[headerNames.partitionKey]);
  return (
    !isRefusal(asked) && asked.length >= keyValues.length && keyValues.every((value, index) => asked[index] === value)
  );
}

const aadMessage =
  'This account has no Microsoft Entra ID authentication: create the emulator with aad, or use the account key.';
const unknownTokenMessage =
  "The input authorization token can't serve the request. It is not a resource token that this account issued.";
const insufficientMessage =
  'Insufficient permissions provided in the authorization header for the corresponding request. Please retry with another authorization header.';

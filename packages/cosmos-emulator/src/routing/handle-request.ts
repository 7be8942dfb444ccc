import { headerNames, subStatuses } from '@perdura/cosmos-protocol';
import type { LocateRegion } from '../account/account-document.ts';
import type { AccountStore } from '../account/account-store.ts';
import { isConsistencyLevel, isStrongerThan } from '../account/consistency-level.ts';
import type { Region } from '../account/region.ts';
import { isServing } from '../account/topology.ts';
import type { SignatureChecker } from '../authorization/signature-checker.ts';
import { completeScaleOuts } from '../offers/scale-out.ts';
import { receiveCommits } from '../regions/replicate.ts';
import { writeRegionFor } from '../regions/write-region-for.ts';
import { isTrue } from '../requests/is-true.ts';
import { parseResourcePath, type ResourcePath } from '../requests/resource-path.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import { type Answer, isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { throttle } from '../throttling/throttle.ts';
import { type Route, route } from './route.ts';

/** What answering a request takes besides the request. */
export interface RequestContext {
  readonly store: AccountStore;
  readonly region: Region;
  readonly locate: LocateRegion;
  readonly checkSignature: SignatureChecker;
  readonly nowMs: number;
}

/**
 * Answers one request in one synchronous step: path, signature, route, then what the region may do, then the operation.
 *
 * Nothing is told to whoever cannot sign, not even whether a resource exists.
 */
export function handleRequest(request: WireRequest, context: RequestContext): Answer {
  const { store, region, locate, nowMs } = context;
  const path = parseResourcePath(request.path);
  if (isRefusal(path)) return path;
  const unauthorized = context.checkSignature(request, path);
  if (unauthorized !== undefined) return unauthorized;
  const chosen = route(request, path);
  if (isRefusal(chosen)) return chosen;
  const refused =
    refuseAbsentRegion(path, context) ??
    refuseConsistency(request, store) ??
    refuseRegion(request, chosen, path, context);
  if (refused !== undefined) return refused;
  receiveCommits(store, region, nowMs);
  if (store.scaleOuts.length > 0) completeScaleOuts(store, nowMs);
  const operation = { store, region, request, path, locate, nowMs };
  return store.options.throttling ? throttle(operation, chosen.handler) : chosen.handler(operation);
}

/**
 * 403/1008 in a region that is not, not yet or no longer part of the account.
 *
 * The account itself is shown everywhere: over HTTP, the endpoint of the account is the port of a region.
 */
function refuseAbsentRegion({ resourceType }: ResourcePath, { store, region }: RequestContext): Refusal | undefined {
  if (resourceType === '' || isServing(store.topology, region)) return undefined;
  return refuse(403, `The region ${region.name} does not serve this account.`, {
    subStatus: subStatuses.databaseAccountNotFound,
  });
}

/**
 * 403/3 where another region alone may answer: for whatever asks for that, and for writes.
 *
 * Where several regions write, the others take a write if the client knows that it may lose a conflict, and says so.
 */
function refuseRegion(
  request: WireRequest,
  { isWrite }: Route,
  path: ResourcePath,
  { store, region, nowMs }: RequestContext,
): Refusal | undefined {
  const { headers } = request;
  const isForHub = isTrue(headers[headerNames.hubRegionProcessingOnly]);
  const mayWrite = store.options.writeMode === 'multi' && isTrue(headers[headerNames.allowTentativeWrites]);
  if (!isForHub && (!isWrite || mayWrite)) return undefined;
  if (region === writeRegionFor({ store, path, request, nowMs })) return undefined;
  return refuse(403, `The requested operation cannot be performed at this region (${region.name}).`, {
    subStatus: subStatuses.writeForbidden,
  });
}

function refuseConsistency({ headers }: WireRequest, { options }: AccountStore): Refusal | undefined {
  const level = headers[headerNames.consistencyLevel];
  if (level === undefined) return undefined;
  if (!isConsistencyLevel(level)) {
    return refuse(400, `The value '${level}' specified for the header '${headerNames.consistencyLevel}' is invalid.`);
  }
  if (!isStrongerThan(level, options.consistency)) return undefined;
  return refuse(
    400,
    `ConsistencyLevel ${level} specified in the request is invalid when service is configured with consistency level ${options.consistency}. Ensure the request consistency level is not stronger than the service consistency level.`,
  );
}

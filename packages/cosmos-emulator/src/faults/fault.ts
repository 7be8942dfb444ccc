import type { Region } from '../account/region.ts';
import type { Database } from '../databases/database.ts';
import { parseResourcePath, type ResourcePath } from '../requests/resource-path.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import { isRefusal } from '../responses/answer.ts';
import type { FaultResult } from './fault-rule.ts';
import { type FaultOperationType, operationTypeOf } from './operation-type.ts';

/** A fault in force. */
export interface Fault {
  /** Key of the region it is about; `undefined` for all, as with the other conditions. */
  readonly regionKey: string | undefined;
  readonly operationType: FaultOperationType | undefined;
  /** Id of the container. */
  readonly container: string | undefined;
  readonly result: FaultResult;
  readonly hitLimit: number;
  readonly probability: number;
  /** How many requests have met it. */
  hitCount: number;
}

/** What a request has to do with faults. */
export interface FaultedRequest {
  readonly region: Region;
  readonly request: WireRequest;
  readonly databases: ReadonlyMap<string, Database>;
}

/**
 * The first fault that a request meets, in their order; it counts. A fault that matches but does not strike by chance
 * hides the later ones.
 *
 * @param nextChance  The next random number from 0 up to 1.
 */
export function meetFault(
  faults: readonly Fault[],
  { region, request, databases }: FaultedRequest,
  nextChance: () => number,
): FaultResult | undefined {
  const parsed = parseResourcePath(request.path);
  const path = isRefusal(parsed) ? undefined : parsed;
  const fault = faults.find(
    ({ regionKey, operationType, container, hitCount, hitLimit }) =>
      hitCount < hitLimit &&
      (regionKey === undefined || regionKey === region.key) &&
      (operationType === undefined || (path !== undefined && operationTypeOf(request, path) === operationType)) &&
      (container === undefined || (path !== undefined && isIn(container, path, databases))),
  );
  if (fault === undefined || (fault.probability < 1 && nextChance() >= fault.probability)) return undefined;
  fault.hitCount += 1;
  return fault.result;
}

function isIn(container: string, { segments }: ResourcePath, databases: ReadonlyMap<string, Database>): boolean {
  const [, , , name] = segments;
  if (name === undefined || name === container) return name !== undefined;
  return [...databases.values()].some(({ containers }) => containers.get(container)?.resourceId === name);
}

/** Whether nothing listens in a region. */
export function isUnreachable(faults: readonly Fault[], key: string): boolean {
  return faults.some(
    ({ regionKey, result }) => result.kind === 'unreachable' && (regionKey === undefined || regionKey === key),
  );
}

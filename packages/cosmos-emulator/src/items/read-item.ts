import { headerNames } from '@perdura/cosmos-protocol';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { refuseLaggingSession } from '../sessions/refuse-lagging-session.ts';
import { carryOutCommand } from './carry-out-command.ts';
import { findAddressedItem } from './find-item.ts';
import { resolveItemScope } from './item-scope.ts';

/** `GET /dbs/{database}/colls/{container}/docs/{item}`: 200, 304 when `if-none-match` names this version, 404. */
export function readItem(operation: Operation): Answer {
  const scope = resolveItemScope(operation);
  if (isRefusal(scope)) return scope;
  const { container, partition } = scope;
  const lagging = refuseLaggingSession(operation.request, [partition], () => partitionHeaders(container, partition));
  if (lagging !== undefined) return lagging;

  const existing = findAddressedItem(operation, scope);
  const ifNoneMatch = operation.request.headers[headerNames.ifNoneMatch];
  return carryOutCommand(operation, scope, { kind: 'read', existing, ifNoneMatch });
}

import type { ContainerReference } from '../operation/container-reference.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { containerOf, isDataPlane } from '../operation/operation-traits.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { type CosmosStatus, isNotFound } from '../response/cosmos-status.ts';
import { takesPartInSession } from './read-consistency.ts';
import type { SessionContainer } from './session-map.ts';

/**
 * The container whose session an operation belongs to; `undefined` when it belongs to none: only items have sessions, and
 * only where `takesPartInSession` says so.
 */
export function sessionContainer(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  sessionConsistency: boolean,
): SessionContainer | undefined {
  return isCapturingSession(operation, options, sessionConsistency) ? containerOfItems(operation) : undefined;
}

/** Whether what the answer has seen counts: where sessions are kept, unless the options say otherwise. */
export function isCapturingSession(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  sessionConsistency: boolean,
): boolean {
  return !options.sessionCapturingDisabled && takesPartInSession(operation, options, sessionConsistency);
}

/** The container whose items an operation is about. */
export function containerOfItems(operation: CosmosOperation): ContainerReference | undefined {
  return isDataPlane(operation) ? containerOf(operation) : undefined;
}

/** Whether an answer tells what the session has seen: 2xx, 304, and the failures that looked at the item: 404, 409, 412. */
export function carriesSessionToken(status: CosmosStatus): boolean {
  const { code } = status;
  return (code >= 200 && code < 300) || code === 304 || code === 409 || code === 412 || isNotFound(status);
}

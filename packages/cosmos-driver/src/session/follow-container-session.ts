import { headerNames } from '@perdura/cosmos-protocol';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import { isNotFound } from '../response/cosmos-status.ts';
import { captureSessionToken, forgetSessions, forgetSessionsOfOthers, type SessionMap } from './session-map.ts';

/**
 * What a session has seen after an operation on a container or a database itself.
 *
 * A container that is gone is forgotten; of one that was made anew, what was seen of the old one. What the answer of a container
 * has seen counts, because one of its partitions gives it. Lists of containers and answers of databases come from elsewhere:
 * their tokens say nothing about items.
 *
 * @param isCapturing  Whether the token of the answer counts.
 */
export function followContainerSession(
  sessions: SessionMap,
  { type, resource }: CosmosOperation,
  outcome: AttemptOutcome,
  isCapturing: boolean,
): SessionMap {
  if (outcome.kind !== 'response' || (resource.kind !== 'container' && resource.kind !== 'database')) return sessions;
  const { status, headers, body } = outcome;
  const isDone = status.code >= 200 && status.code < 300;
  if (type === 'delete') return isDone || isNotFound(status) ? forgetSessions(sessions, resource.link) : sessions;
  const rid = isDone && resource.kind === 'container' ? readRid(body) : undefined;
  if (rid === undefined) return sessions;
  const container = { link: resource.link, rid };
  const kept = forgetSessionsOfOthers(sessions, container);
  const token = headers[headerNames.sessionToken];
  return isCapturing && token !== undefined ? captureSessionToken(kept, container, token) : kept;
}

/** The resource id in a body; `undefined` when there is none. */
function readRid(body: Uint8Array): string | undefined {
  try {
    const { _rid } = JSON.parse(new TextDecoder().decode(body)) as { readonly _rid?: unknown };
    return typeof _rid === 'string' ? _rid : undefined;
  } catch {
    // Whoever asked for the container is told what is wrong with the answer.
    return undefined;
  }
}

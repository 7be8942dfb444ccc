import type { SessionPartition } from './session-partition.ts';
import { type ContainerProgress, formatPartitionProgress, formatProgress, mergeIntoProgress } from './session-token.ts';

/** What a session has seen of one container. */
interface ContainerSession {
  /** Resource id of the container; one made anew under the same name has another, and another past. */
  readonly rid: string;
  readonly progress: ContainerProgress;
  /** The progress as it is sent. */
  readonly token: string | undefined;
}

/** What a driver's session has seen: by container link. Replaced, never changed. */
export type SessionMap = ReadonlyMap<string, ContainerSession>;

/** A container, as sessions know it. */
export interface SessionContainer {
  /** Its link, such as `dbs/shop/colls/orders`. */
  readonly link: string;
  /** Its resource id. */
  readonly rid: string;
}

/** A session that has seen nothing. */
export const emptySessionMap: SessionMap = new Map();

/**
 * The token to be sent with requests to a container; `undefined` when nothing was seen of it.
 *
 * @param partition  The partition that the request goes to. (default: any)
 */
export function sessionTokenFor(
  sessions: SessionMap,
  { link, rid }: SessionContainer,
  partition?: SessionPartition,
): string | undefined {
  const session = sessions.get(link);
  if (session?.rid !== rid) return undefined;
  const { progress, token } = session;
  return partition === undefined ? token : formatPartitionProgress(progress, partition, token);
}

/** Of how many partitions something was seen in a container. */
export function countSeenPartitions(sessions: SessionMap, { link, rid }: SessionContainer): number {
  const session = sessions.get(link);
  return session?.rid === rid ? session.progress.size : 0;
}

/**
 * The session after a response of a container carried this token. What was seen of another container of the same name is
 * forgotten.
 *
 * @returns The same map when the token says nothing new.
 */
export function captureSessionToken(sessions: SessionMap, { link, rid }: SessionContainer, token: string): SessionMap {
  const known = sessions.get(link);
  const before: ContainerProgress = known?.rid === rid ? known.progress : new Map();
  const progress = mergeIntoProgress(before, token);
  if (progress === before) return sessions;
  return new Map(sessions).set(link, { rid, progress, token: formatProgress(progress) });
}

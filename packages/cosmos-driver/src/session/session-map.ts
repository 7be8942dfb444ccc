import type { SessionPartition } from './session-partition.ts';
import { type ContainerProgress, formatPartitionProgress, formatProgress, mergeIntoProgress } from './session-token.ts';

/** What a session has seen of one container. */
interface ContainerSession {
  /** Resource id of the container; one made anew under the same name has another, and another past. */
  readonly rid: string;
  readonly progress: ContainerProgress;
  /** Ids of the ranges it is about; the same set until another is added. */
  readonly rangeIds: ReadonlySet<string>;
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
 * A session that has seen a range nobody else knows is ahead, and what it has seen of that range may be about the partition: then
 * everything is sent, and the service takes what it needs.
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
  const { progress, rangeIds } = session;
  return partition?.knowsAll(rangeIds) ? formatPartitionProgress(progress, partition) : formatProgress(progress);
}

const nothing: ReadonlySet<string> = new Set<string>();

/** Ids of the ranges of a container of which something was seen; the same set until another is added. */
export function seenRanges(sessions: SessionMap, { link, rid }: SessionContainer): ReadonlySet<string> {
  const session = sessions.get(link);
  return session?.rid === rid ? session.rangeIds : nothing;
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
  const rangeIds = known !== undefined && progress.size === before.size ? known.rangeIds : new Set(progress.keys());
  return new Map(sessions).set(link, { rid, progress, rangeIds });
}

/** The session without what was seen of a container, or of all containers of a database. @param link  Of either. */
export function forgetSessions(sessions: SessionMap, link: string): SessionMap {
  const gone = [...sessions.keys()].filter((each) => each === link || each.startsWith(`${link}/`));
  if (gone.length === 0) return sessions;
  const kept = new Map(sessions);
  for (const each of gone) kept.delete(each);
  return kept;
}

/** The session without what was seen of other containers that had the name of this one. */
export function forgetSessionsOfOthers(sessions: SessionMap, { link, rid }: SessionContainer): SessionMap {
  const known = sessions.get(link);
  return known === undefined || known.rid === rid ? sessions : forgetSessions(sessions, link);
}

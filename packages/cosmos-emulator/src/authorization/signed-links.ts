import { decodeResourceId } from '@perdura/cosmos-protocol';
import type { ResourcePath } from '../requests/resource-path.ts';

/**
 * The links a client may have signed for a path, the usual one first.
 *
 * A resource is signed by its link, a feed by its parent's. Addressed by resource ids, the last id alone is signed,
 * in lower case; so are offers, which have no other name.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources
 */
export function signedLinks({ segments, isFeed, resourceType }: ResourcePath): readonly string[] {
  const signed = isFeed ? segments.slice(0, -1) : segments;
  const link = signed.join('/');
  const id = signed.at(-1);
  if (id === undefined) return [link];
  if (resourceType === 'offers') return [id.toLowerCase()];
  return decodeResourceId(id) === undefined ? [link] : [link, id.toLowerCase()];
}

/** The path a client signs: what is done with a whole container is signed as the container, as clients do. */
export function signedPath(path: ResourcePath): ResourcePath {
  if (path.resourceType !== 'operations') return path;
  return { segments: path.segments.slice(0, 4), resourceType: 'colls', isFeed: false };
}

import { type Refusal, refuse } from '../responses/answer.ts';

/** What a path addresses: one resource, or the feed of a parent's children. */
export interface ResourcePath {
  /** Names, ids and types in order, decoded: `['dbs', 'shop', 'colls', 'orders']`; empty for the account. */
  readonly segments: readonly string[];
  /** The type of the resource or of the feed's members, such as `docs`; empty for the account. */
  readonly resourceType: string;
  /** Whether the path ends in a type, so that it addresses a feed. */
  readonly isFeed: boolean;
}

const accountPath: ResourcePath = { segments: [], resourceType: '', isFeed: false };

/**
 * Reads a path as sent. A slash at its end, as in `_self` links, does not count.
 *
 * Dots are names like any other: unlike `URL`, nothing is resolved.
 */
export function parseResourcePath(path: string): ResourcePath | Refusal {
  const start = path.startsWith('/') ? 1 : 0;
  const end = path.length > start && path.endsWith('/') ? path.length - 1 : path.length;
  const text = path.slice(start, end);
  if (text === '') return accountPath;

  const segments = text.split('/');
  // Most paths hold names as they are.
  const isPlain = !path.includes('%') && !path.includes('//');
  for (let index = 0; !isPlain && index < segments.length; index++) {
    const decoded = decodeSegment(segments[index] ?? '');
    if (decoded === undefined || decoded === '') {
      return refuse(400, `The request path ${path} is invalid: it has an empty or wrongly encoded segment.`);
    }
    segments[index] = decoded;
  }
  const isFeed = segments.length % 2 === 1;
  return { segments, isFeed, resourceType: segments[segments.length - (isFeed ? 1 : 2)] ?? '' };
}

function decodeSegment(segment: string): string | undefined {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    // A broken percent escape; the caller refuses the path.
    return undefined;
  }
}

import { compareEffectivePartitionKeys, fingerprint } from '@perdura/cosmos-protocol';
import type { KeyRange } from '../partitioning/key-range.ts';
import {
  aCount,
  anything,
  aString,
  listOf,
  objectOf,
  oneOf,
  oneOfKinds,
  optional,
  stringLike,
} from '../response/json-shape.ts';
import type { Boundary } from './boundary.ts';
import type { FeedState, StageState } from './feed-state.ts';
import type { RangeCursor } from './range-cursor.ts';

const key = stringLike('an effective partition key', /^(?:[0-9A-F]{2})*$/);
const boundary = objectOf<Boundary>({
  orderByItems: listOf(objectOf<{ readonly item?: unknown }>({ item: anything })),
  rid: aString,
  firstRid: aString,
  count: aCount,
});
const cursors = listOf(
  objectOf<RangeCursor>({
    min: key,
    max: key,
    partitionId: optional(aString),
    continuation: optional(aString),
    boundary: optional(boundary),
    toPass: optional(aCount),
  }),
);
const stages = optional(
  objectOf<StageState>({ skip: optional(aCount), take: optional(aCount), last: optional(aString) }),
);
const start = stringLike(
  "'beginning', 'now' or a time in UTC",
  /^(?:beginning|now|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)$/,
);

const state = oneOfKinds<FeedState>({
  drained: objectOf({}),
  request: objectOf({ continuation: aString }),
  drain: objectOf({ from: key, cursors, stages }),
  merge: objectOf({ cursors, stages }),
  'change-feed': objectOf({ within: objectOf<KeyRange>({ min: key, max: key }), cursors, start, next: key }),
});

const tokenDocument = objectOf<FeedIdentity & { readonly root: FeedState }>({
  op: oneOf('Query', 'ReadFeed', 'ChangeFeed'),
  rid: aString,
  query: aString,
  root: state,
});

/** Which feed a state is of. */
export interface FeedIdentity {
  readonly op: 'Query' | 'ReadFeed' | 'ChangeFeed';
  /** Resource id of the container; `''` for feeds of databases and containers. */
  readonly rid: string;
  /** Fingerprint of what is asked: query, parameters, scope, mode of a change feed. */
  readonly query: string;
}

const prefix = 'c1.';

/** Writes a state as a token: `c1.` and JSON in base64url, with a fingerprint that tells whether it is whole. */
export function encodeToken({ op, rid, query }: FeedIdentity, position: FeedState): string {
  const text = JSON.stringify({ op, rid, query, root: position });
  const bytes = new TextEncoder().encode(text + fingerprint(text));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return prefix + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * Reads a token of a feed.
 *
 * @returns The state; `undefined` when it is a token of the service itself, which some feeds can go on from.
 * @throws {SyntaxError} when it is damaged, of another feed, or of a newer version; the message follows "The continuation".
 */
export function decodeToken(token: string, feed: FeedIdentity): FeedState | undefined {
  if (!token.startsWith(prefix)) {
    if (/^c\d+\./.test(token)) throw new SyntaxError('was written by a newer version; upgrade this package to use it');
    return undefined;
  }
  const found = readDocument(token.slice(prefix.length));
  if (found === undefined || !isInOrder(found.root)) throw new SyntaxError('is damaged; start the feed anew');
  if (found.rid !== feed.rid) throw new SyntaxError('is of another container, or of one that was made anew since');
  if (found.op !== feed.op) throw new SyntaxError('is of another kind of feed');
  if (found.query !== feed.query) {
    throw new SyntaxError('is of another query, scope or change feed mode; use it with those that it comes from');
  }
  return found.root;
}

const fingerprintLength = 32;

function readDocument(encoded: string): (FeedIdentity & { readonly root: FeedState }) | undefined {
  try {
    const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    const all = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
    const text = all.slice(0, -fingerprintLength);
    return fingerprint(text) === all.slice(-fingerprintLength) ? tokenDocument(JSON.parse(text), 'token') : undefined;
  } catch {
    // Whatever is wrong with it, its owner can only start anew.
    return undefined;
  }
}

/** Stretches are in order, apart, and not empty. */
function isInOrder(position: FeedState): boolean {
  if (!('cursors' in position)) return true;
  let at = '';
  return position.cursors.every(({ min, max }) => {
    const isBehind = compareEffectivePartitionKeys(at, min) <= 0 && compareEffectivePartitionKeys(min, max) < 0;
    at = max;
    return isBehind;
  });
}

import { compareEffectivePartitionKeys, fingerprint } from '@perdura/cosmos-protocol';
import * as z from 'zod/mini';
import type { FeedState } from './feed-state.ts';

const key = z.string().check(z.regex(/^(?:[0-9A-F]{2})*$/));
const countable = z.int().check(z.minimum(0));
const boundary = z.object({
  orderByItems: z.array(z.object({ item: z.optional(z.unknown()) })),
  rid: z.string(),
  firstRid: z.string(),
  count: countable,
});
const cursor = z.object({
  min: key,
  max: key,
  partitionId: z.optional(z.string()),
  continuation: z.optional(z.string()),
  boundary: z.optional(boundary),
  toPass: z.optional(countable),
});
const cursors = z.array(cursor);
const stages = z.optional(
  z.object({ skip: z.optional(countable), take: z.optional(countable), last: z.optional(z.string()) }),
);
const start = z.union([z.literal(['beginning', 'now']), z.iso.datetime()]);

const state = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('drained') }),
  z.object({ kind: z.literal('request'), continuation: z.string() }),
  z.object({ kind: z.literal('drain'), from: key, cursors, stages }),
  z.object({ kind: z.literal('merge'), cursors, stages }),
  z.object({ kind: z.literal('change-feed'), cursors, start, next: key }),
]);

const tokenDocument = z.object({
  op: z.enum(['Query', 'ReadFeed', 'ChangeFeed']),
  rid: z.string(),
  query: z.string(),
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
    return fingerprint(text) === all.slice(-fingerprintLength) ? z.parse(tokenDocument, JSON.parse(text)) : undefined;
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

import { formatSessionTokenValue, parseSessionTokenValue, type SessionTokenValue } from '@perdura/cosmos-protocol';
import { mergeSessionTokens } from './merge-session-tokens.ts';
import type { SessionPartition } from './session-partition.ts';

/** What a session has seen of one partition key range, as text and read. */
interface RangeProgress {
  /** As it goes on the wire, behind `{range}:`. */
  readonly text: string;
  /** What it says. */
  readonly value: SessionTokenValue;
}

/** What a session has seen of a container: progress by partition key range id. */
export type ContainerProgress = ReadonlyMap<string, RangeProgress>;

/**
 * Adds what a token says to what a session has seen. Segments that cannot be read are left out: a token may be newer than
 * this driver, and a lost segment costs freshness, not correctness of others.
 *
 * @param token  Segments `{range}:{progress}`, separated by commas.
 * @returns The same map when the token says nothing new.
 */
export function mergeIntoProgress(progress: ContainerProgress, token: string): ContainerProgress {
  let merged: Map<string, RangeProgress> | undefined;
  for (const segment of token.split(',')) {
    const colon = segment.indexOf(':');
    if (colon < 1) continue;
    const range = segment.slice(0, colon);
    const text = segment.slice(colon + 1);
    const known = (merged ?? progress).get(range);
    if (known?.text === text) continue;
    const value = parseSessionTokenValue(text);
    if (value === undefined) continue;
    const newest = known === undefined ? value : mergeSessionTokens(known.value, value);
    const newestText = formatSessionTokenValue(newest);
    if (newestText === known?.text) continue;
    merged ??= new Map(progress);
    merged.set(range, { text: newestText, value: newest });
  }
  return merged ?? progress;
}

/**
 * The token to be sent to one partition, under its own id: what was seen of it and of those it came from by splits and merges, which
 * a late answer may tell only after the partition itself has answered. `undefined` when nothing was seen.
 */
export function formatPartitionProgress(
  progress: ContainerProgress,
  { rangeId, parents }: SessionPartition,
): string | undefined {
  const own = progress.get(rangeId);
  const inherited = parents.flatMap((id) => progress.get(id)?.value ?? []);
  if (inherited.length === 0) return own && `${rangeId}:${own.text}`;
  let parts = formattedParts.get(progress);
  if (parts === undefined) {
    parts = new Map();
    formattedParts.set(progress, parts);
  }
  let token = parts.get(rangeId);
  if (token === undefined) {
    const merged = own === undefined ? inherited : [own.value, ...inherited];
    token = `${rangeId}:${formatSessionTokenValue(merged.reduce(mergeSessionTokens))}`;
    parts.set(rangeId, token);
  }
  return token;
}

/** Reads send the same token again and again: those of partitions that came from others. */
const formattedParts = new WeakMap<ContainerProgress, Map<string, string>>();

/** The token to be sent for what a session has seen: all ranges, in the order of their ids as text; `undefined` for none. */
export function formatProgress(progress: ContainerProgress): string | undefined {
  if (progress.size === 0) return undefined;
  let token = formatted.get(progress);
  if (token === undefined) {
    token = [...progress]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([range, { text }]) => `${range}:${text}`)
      .join(',');
    formatted.set(progress, token);
  }
  return token;
}

/** Reads send the same token again and again. */
const formatted = new WeakMap<ContainerProgress, string>();

/** A token that has seen what both have seen. */
export function joinSessionTokens(left: string, right: string): string {
  return formatProgress(mergeIntoProgress(mergeIntoProgress(new Map(), left), right)) ?? left;
}

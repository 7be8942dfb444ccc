import * as z from 'zod/mini';
import type { Tags } from '../instances/instance.ts';
import type { Query } from './query.ts';

/** What the query of a start may say about the instance. */
export interface StartQuery {
  readonly version?: string | undefined;
  /** When it is to begin, in milliseconds since 1970. */
  readonly startAtMs?: number | undefined;
  readonly tags?: Tags | undefined;
}

const tagsSchema = z.record(z.string(), z.string());

/**
 * Reads `version`, and of ours `startAt` (a time, `2026-12-24T18:00:00Z`) and `tags` (a JSON object of texts).
 *
 * @returns What is wrong with one of ours, as `problem`: an instance must not begin at another time than it was asked to.
 */
export function readStartQuery(query: Query): StartQuery | { readonly problem: string } {
  const startAtMs = query.timeMs('startAt');
  if (query.text('startAt') !== undefined && startAtMs === undefined) {
    return { problem: "startAt must be a time, such as '2026-12-24T18:00:00Z'." };
  }
  const tags = readTags(query.text('tags'));
  if (tags === 'malformed') return { problem: 'tags must be a JSON object whose values are texts.' };
  return { version: query.text('version'), startAtMs, tags };
}

function readTags(text: string | undefined): Tags | undefined | 'malformed' {
  if (text === undefined) return undefined;
  try {
    return tagsSchema.parse(JSON.parse(text));
  } catch {
    // No JSON, or another shape: the caller says what it should have been.
    return 'malformed';
  }
}

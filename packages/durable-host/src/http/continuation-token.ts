import * as z from 'zod/mini';
import type { ListPosition } from '../store/instance-table.ts';

const positionSchema = z.tuple([z.number(), z.string()]);

/** Writes a place in the list as a token that fits into a header. */
export function writeContinuationToken({ createdMs, id }: ListPosition): string {
  return Buffer.from(JSON.stringify([createdMs, id])).toString('base64url');
}

/** Reads a token back; `undefined` when it is none of ours. */
export function readContinuationToken(token: string): ListPosition | undefined {
  try {
    const [createdMs, id] = positionSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
    return { createdMs, id };
  } catch {
    // Whatever is wrong with it, it leads nowhere.
    return undefined;
  }
}

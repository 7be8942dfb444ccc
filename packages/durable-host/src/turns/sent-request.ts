import type { EventSent } from '@perdura/durable-core/engine';
import * as z from 'zod/mini';
import { releaseName } from './entity-post.ts';

/** What history tells of a request to an entity that has an answer. */
export interface SentRequest {
  /** Name of the event that is the answer. */
  readonly requestId: string;
  /** Whether it is a call; otherwise it is a request for locks. */
  readonly isCall: boolean;
}

const messageSchema = z.object({ id: z.string(), op: z.optional(z.string()) });

/** Reads back what was sent; `undefined` for what has no answer. */
export function readSentRequest({ name, input }: EventSent): SentRequest | undefined {
  if (name === releaseName) return undefined;
  const message = messageSchema.safeParse(input === undefined ? undefined : JSON.parse(input));
  return message.success ? { requestId: message.data.id, isCall: message.data.op !== undefined } : undefined;
}

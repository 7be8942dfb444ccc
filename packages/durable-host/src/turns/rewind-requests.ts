import { type EventSent, type JsonText, schedulerIdOf } from '@perdura/durable-core/engine';
import * as z from 'zod/mini';
import { isFailedReply } from '../entities/entity-reply.ts';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import { type EntityPost, releaseName } from './entity-post.ts';
import { readSentRequest } from './sent-request.ts';

/** What becomes of the requests to entities when history is cut. */
export interface RequestPlan {
  /** Calls that failed or were not heard of, and locks that were not had yet: to be sent again. */
  readonly again: readonly EntityPost[];
  /** The entities that are locked where history is cut. */
  readonly held: readonly string[];
  /** Answers behind the cut that nobody is to hear. */
  readonly dropped: ReadonlySet<RecordedEvent>;
}

/** Plans it. Locks were given back when the instance ended, so one that was granted behind the cut is asked for again. */
export function planRequests(kept: readonly RecordedEvent[], later: readonly RecordedEvent[]): RequestPlan {
  const asked = answeredRequests(kept);
  const forgotten = answeredRequests(later);
  const open = new Map(asked);
  const held = new Map<string, Set<string>>();
  for (const event of kept) {
    const request = event.kind === 'event-raised' ? open.get(event.name) : undefined;
    if (event.kind === 'event-raised' && request !== undefined) {
      open.delete(event.name);
      const post = isFailedReply(event.input) ? undefined : readPost(request);
      if (post?.kind === 'lock') held.set(post.requestId, new Set(post.entityIds));
    } else if (event.kind === 'event-sent' && event.name === releaseName) {
      const release = releaseSchema.safeParse(JSON.parse(event.input ?? 'null'));
      if (release.success) held.get(release.data.id)?.delete(event.instanceId);
    }
  }
  const dropped = new Set<RecordedEvent>();
  for (const event of later) {
    if (event.kind !== 'event-raised' || !(asked.has(event.name) || forgotten.has(event.name))) continue;
    const request = open.get(event.name);
    const isGood = request !== undefined && readSentRequest(request)?.isCall === true && !isFailedReply(event.input);
    if (isGood) open.delete(event.name);
    else dropped.add(event);
  }
  return {
    again: [...open.values()].flatMap((request) => readPost(request) ?? []),
    held: [...held.values()].flatMap((entityIds) => [...entityIds]),
    dropped,
  };
}

/** The requests in a part of history that have an answer, by the name of the event that is it. */
export function answeredRequests(history: readonly RecordedEvent[]): ReadonlyMap<string, EventSent> {
  const requests = new Map<string, EventSent>();
  for (const event of history) {
    const request = event.kind === 'event-sent' ? readSentRequest(event) : undefined;
    if (event.kind === 'event-sent' && request !== undefined) requests.set(request.requestId, event);
  }
  return requests;
}

const releaseSchema = z.object({ id: z.string() });
const requestSchema = z.union([
  z.object({ id: z.string(), lockset: z.array(z.object({ name: z.string(), key: z.string() })) }),
  z.object({
    id: z.string(),
    op: z.string(),
    input: z.optional(z.custom<JsonText>((text) => typeof text === 'string')),
  }),
]);

/** Reads back what was sent as a request that has an answer. */
function readPost({ instanceId: entityId, input }: EventSent): EntityPost | undefined {
  const message = requestSchema.safeParse(input === undefined ? undefined : JSON.parse(input));
  if (!message.success) return undefined;
  const { id: requestId } = message.data;
  if ('lockset' in message.data) return { kind: 'lock', entityIds: message.data.lockset.map(schedulerIdOf), requestId };
  const { op: operation, input: argument } = message.data;
  return { kind: 'operation', entityId, operation, requestId, ...(argument !== undefined && { input: argument }) };
}

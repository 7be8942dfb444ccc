import { CosmosError, FeedRange } from '@perdura/cosmos-driver';
import type { ChangeFeedMode } from '../change-feed/change-feed-options.ts';
import { type Lease, type LeaseStart, leaseToken } from './lease.ts';

/** Which leases belong together: those of one processor on one container. */
export interface LeaseFamily {
  /** The processor. */
  readonly processorName: string;
  /** Resource id of the container whose changes are handled: one that is made anew under its old name begins anew. */
  readonly containerRid: string;
}

/** What the first instance of a processor decided, for all that come after it. It is written once. */
export interface LeasePlan {
  /** What is told of changes. */
  readonly mode: ChangeFeedMode;
  /** Where those begin that have no continuation: `'beginning'`, or a time in UTC. */
  readonly startFrom: string;
  /** The leases it begins with. */
  readonly starts: readonly LeaseStart[];
}

/** A document of the lease container. */
export interface LeaseDocument {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** What all documents of a family have: `partitionKey` is there for lease containers partitioned by `/partitionKey`. */
export function familyKey({ processorName, containerRid }: LeaseFamily): string {
  return `perdura.${processorName}.${containerRid}`;
}

/** Id of the plan's document. */
export function planId(family: LeaseFamily): string {
  return `${familyKey(family)}.plan`;
}

/** Id of the document of a lease. */
export function leaseId(family: LeaseFamily, range: FeedRange): string {
  return `${familyKey(family)}.lease.${leaseToken(range)}`;
}

/** The document of a plan. */
export function planDocument(family: LeaseFamily, { mode, startFrom, starts }: LeasePlan): LeaseDocument {
  return { ...common(family, 'plan', planId(family)), mode, startFrom, starts: starts.map(startDocument) };
}

/** The document of a lease. */
export function leaseDocument(family: LeaseFamily, lease: Omit<Lease, 'etag' | 'writtenAtMs'>): LeaseDocument {
  const { id, owner, term, wantedBy, durationMs, children } = lease;
  return {
    ...common(family, 'lease', id),
    ...startDocument(lease),
    owner,
    term,
    wantedBy,
    durationMs,
    children: children?.map(startDocument),
  };
}

/** @throws {CosmosError} `invalid-response` when it is not one that this version wrote. */
export function readPlan(document: unknown): LeasePlan {
  const { mode, startFrom, starts } = fieldsOf(document, 'plan');
  if (mode !== 'latest-version' && mode !== 'all-versions-and-deletes') throw unreadable(document);
  if (typeof startFrom !== 'string') throw unreadable(document);
  if (startFrom !== 'beginning' && Number.isNaN(Date.parse(startFrom))) throw unreadable(document);
  return { mode, startFrom, starts: readStarts(document, starts) };
}

/** @throws {CosmosError} `invalid-response` when it is not one that this version wrote. */
export function readLease(document: unknown): Lease {
  const fields = fieldsOf(document, 'lease');
  const { id, durationMs, children, _etag: etag, _ts: writtenAtS } = fields;
  if (
    typeof id !== 'string' ||
    typeof durationMs !== 'number' ||
    typeof etag !== 'string' ||
    typeof writtenAtS !== 'number'
  ) {
    throw unreadable(document);
  }
  return {
    ...readStart(document, fields),
    id,
    durationMs,
    etag,
    owner: optionalText(document, fields.owner),
    term: optionalText(document, fields.term),
    wantedBy: optionalText(document, fields.wantedBy),
    children: children === undefined ? undefined : readStarts(document, children),
    writtenAtMs: writtenAtS * 1000,
  };
}

/** Version of what is written here. */
const version = 1;

function common(family: LeaseFamily, kind: string, id: string): LeaseDocument {
  return { id, partitionKey: familyKey(family), kind, version };
}

function startDocument({ range, continuation }: LeaseStart): object {
  return { range: String(range), continuation };
}

function fieldsOf(document: unknown, kind: string): Readonly<Record<string, unknown>> {
  if (typeof document !== 'object' || document === null) throw unreadable(document);
  const fields = document as Readonly<Record<string, unknown>>;
  if (fields.kind !== kind || fields.version !== version) throw unreadable(document);
  return fields;
}

function readStarts(document: unknown, starts: unknown): readonly LeaseStart[] {
  if (!Array.isArray(starts)) throw unreadable(document);
  return starts.map((start: unknown) => readStart(document, start));
}

function readStart(document: unknown, start: unknown): LeaseStart {
  const { range, continuation } = (start ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof range !== 'string') throw unreadable(document);
  return { range: parseRange(document, range), continuation: optionalText(document, continuation) };
}

function parseRange(document: unknown, text: string): FeedRange {
  try {
    return FeedRange.parse(text);
  } catch (cause) {
    throw unreadable(document, cause);
  }
}

function optionalText(document: unknown, value: unknown): string | undefined {
  if (value !== undefined && typeof value !== 'string') throw unreadable(document);
  return value;
}

function unreadable(document: unknown, cause?: unknown): CosmosError {
  const { id } = (document ?? {}) as { readonly id?: unknown };
  return new CosmosError(
    `The lease document "${String(id)}" cannot be read: another version of this package wrote it, or something else did.`,
    { code: 'invalid-response', cause },
  );
}

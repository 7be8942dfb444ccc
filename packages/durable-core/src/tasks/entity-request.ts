import { type EntityId, schedulerIdOf } from '../entities/entity-id.ts';
import type { Payload } from './payload.ts';

/** Have an entity carry out an operation, and wait for its answer. */
interface EntityCall {
  readonly kind: 'entity-call';
  readonly target: EntityId;
  readonly operation: string;
  readonly input: Payload | undefined;
  /** The instance had locked entities, and this is one of them. */
  readonly isExclusive: boolean;
}

/** Have an entity carry out an operation; there is no answer. */
export interface EntitySignal {
  readonly kind: 'entity-signal';
  readonly target: EntityId;
  readonly operation: string;
  readonly input: Payload | undefined;
  /** Not before this time, in milliseconds since 1970; `undefined` for at once. */
  readonly fireAtMs: number | undefined;
}

/** Lock entities; `lock` is what the task resolves to. */
interface EntityLockRequest {
  readonly kind: 'entity-lock';
  /** In the order in which they are locked, each once. */
  readonly entities: readonly EntityId[];
  readonly requestId: string;
  /** What its task resolves to. */
  readonly lock: { release(): void };
}

/** Unlock entities: takes one sequence id for each of them. */
export interface EntityRelease {
  readonly kind: 'entity-release';
  readonly entities: readonly EntityId[];
  /** Of the request that has locked them. */
  readonly requestId: string;
}

/** What an orchestration asks of entities. */
export type EntityRequest = EntityCall | EntitySignal | EntityLockRequest | EntityRelease;

const kinds: ReadonlySet<string> = new Set<EntityRequest['kind']>([
  'entity-call',
  'entity-signal',
  'entity-lock',
  'entity-release',
]);

/** Whether a call is one to entities. */
export function isEntityRequest<C extends { readonly kind: string }>(call: C): call is C & EntityRequest {
  return kinds.has(call.kind);
}

/** The request in words, for messages: `'add' of entity '@counter@k1'`. */
export function describeEntityRequest(request: EntityRequest): string {
  switch (request.kind) {
    case 'entity-call':
      return `'${request.operation}' of entity '${schedulerIdOf(request.target)}'`;
    case 'entity-signal':
      return `a signal '${request.operation}' to entity '${schedulerIdOf(request.target)}'`;
    case 'entity-lock':
      return `a lock of ${request.entities.map(schedulerIdOf).join(', ')}`;
    case 'entity-release':
      return `the release of ${request.entities.map(schedulerIdOf).join(', ')}`;
  }
}

import type { EntityReference } from '../entities/entity-id.ts';

/** A reference to entities by their name; `'~types'` exists for the compiler only. */
export interface Entity<Operations = unknown, State = unknown> {
  readonly kind: 'entity';
  /** The name orchestrations and clients call them by. */
  readonly name: string;
  /** Never present at run time: carries the types of the state and, by name, of the operations. */
  readonly '~types'?: { readonly operations: Operations; readonly state: State };
}

/** What an operation takes. */
export type InputOf<Operation> = Operation extends { readonly input: infer I } ? I : unknown;

/** What an operation answers. */
export type OutputOf<Operation> = Operation extends { readonly output: infer O } ? O : unknown;

/** Arguments after the operation: the input may be left out where its type allows `undefined`. */
export type OperationArgs<Operation, Options extends readonly unknown[] = []> =
  undefined extends InputOf<Operation>
    ? [input?: InputOf<Operation>, ...Options]
    : [input: InputOf<Operation>, ...Options];

/** Has an entity carry out an operation, without an answer: by its definition and key, or by name. */
export interface SignalEntity {
  <Operations, Name extends keyof Operations & string>(
    entity: Entity<Operations>,
    key: string,
    operation: Name,
    ...input: OperationArgs<Operations[Name]>
  ): void;
  (entity: EntityReference, operation: string, input?: unknown): void;
}

import type { FailureDetails, JsonText } from '@perdura/durable-core/engine';

/** What an instance is started with. */
export interface InstanceStart {
  /** Name of the orchestration. */
  readonly name: string;
  /** Its input, as JSON text; absent for none. */
  readonly input?: JsonText;
  /** Its version; absent for none. */
  readonly version?: string;
  /** The instance that called it; absent when a client started it. */
  readonly parentInstanceId?: string;
}

/** How an instance ended. Failures are data here: Restate would try a handler that throws again. */
export type InstanceEnd =
  | {
      readonly kind: 'completed';
      /** What it returned, as JSON text; absent for nothing. */
      readonly output?: JsonText;
    }
  | { readonly kind: 'failed'; readonly failure: FailureDetails };

/** An event for an instance. */
export interface RaisedEvent {
  readonly name: string;
  /** Its data, as JSON text; absent for none. */
  readonly data?: JsonText;
}

/** An event as its instance takes it: they are numbered in the order they came. */
export interface NumberedEvent extends RaisedEvent {
  readonly number: number;
}

import type { Compensation } from './run-state.ts';

/** What a driver knows of the code it lets run on. */
export interface DrivenCode {
  /** Who runs, for messages: `orchestration 'ship' (instance 'order-17')`. */
  readonly subject: string;
  /** Runs user code. */
  readonly run: <T>(code: () => T) => T;
  /** What undoes the steps so far, once; nothing when the execution begins anew. */
  readonly takeCompensations: () => readonly Compensation[];
}

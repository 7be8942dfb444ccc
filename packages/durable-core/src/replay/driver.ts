import type { CodeEnd } from './run-state.ts';

/** Lets code run on after an event. */
export interface Driver {
  /** Whether the code is at rest when `resume` is through: it is best resumed in its surroundings then. */
  readonly isSynchronous: boolean;
  /** Lets the code run on if what it waits for has settled; answers whether it does, and comes to rest only in the next macrotask. */
  resume(): boolean;
  /** Looks at code at rest; answers how it ended, `undefined` while it has not. */
  lookAtRest(): CodeEnd | undefined;
}

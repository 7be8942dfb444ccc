import type { Instance } from '../instances/instance.ts';
import type { MessageSource } from '../instances/message.ts';
import type { ExecutionResumed, ExecutionSuspended } from '../instances/recorded-event.ts';
import type { OpenWork } from './open-work.ts';
import type { TurnChanges } from './turn-changes.ts';

/** What {@link suspensionTurn} starts from. */
export interface SuspensionInput {
  readonly instance: Instance;
  /** What the client asked for. */
  readonly event: ExecutionSuspended | ExecutionResumed;
  readonly consumed: readonly MessageSource[];
  readonly open: OpenWork;
  /** Whether its code has run: one that has not goes back to being pending. */
  readonly hasBegun: boolean;
  /** When, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** The turn of an instance that a client has pause or go on. Its code does not run. */
export function suspensionTurn(input: SuspensionInput): TurnChanges {
  const { instance, event, consumed, open, hasBegun, nowMs } = input;
  const goesOnAs = hasBegun ? 'Running' : 'Pending';
  return {
    consumed,
    instance: {
      ...instance,
      status: event.kind === 'execution-suspended' ? 'Suspended' : goesOnAs,
      updatedMs: nowMs,
    },
    appended: [event],
    activities: [],
    timers: [],
    cancelledTimers: [],
    children: [],
    open,
  };
}

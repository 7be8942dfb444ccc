import type { JsonText } from '@perdura/durable-core/engine';
import type { WorkflowContext, WorkflowDefinition, WorkflowSharedContext } from '@restatedev/restate-sdk';
import type { InstanceEnd, InstanceStart, NumberedEvent } from './orchestration-messages.ts';

/** The instances: one Restate workflow per instance, keyed by its id. */
export type InstanceHandlers = {
  /** The whole life of an instance. */
  run(ctx: WorkflowContext, start: InstanceStart): Promise<InstanceEnd>;
  /** Keeps an event for it. */
  deliver(ctx: WorkflowSharedContext, event: NumberedEvent): Promise<void>;
  /** What its code has set last. */
  customStatus(ctx: WorkflowSharedContext): Promise<JsonText | null>;
};

/** Where instances are found, for calls between services. */
export const instanceService: WorkflowDefinition<'instance', InstanceHandlers> = { name: 'instance' };

/** Name of the durable promise that the event of a number settles. */
export function eventPromiseName(number: number): string {
  return `event ${number}`;
}

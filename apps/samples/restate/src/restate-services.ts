import type { JsonText } from '@perdura/durable-core/engine';
import {
  type ObjectContext,
  object,
  type VirtualObjectDefinition,
  type WorkflowContext,
  type WorkflowDefinition,
  type WorkflowSharedContext,
  workflow,
} from '@restatedev/restate-sdk';
import { eventPromiseName, type InstanceHandlers, instanceService } from './instance-service.ts';
import type { InstanceStart, NumberedEvent, RaisedEvent } from './orchestration-messages.ts';
import { type Functions, runInstance } from './run-instance.ts';

/** The inbox of an instance: numbers its events. */
type InboxHandlers = {
  raise(ctx: ObjectContext, event: RaisedEvent): Promise<void>;
};

/** The services of a worker: the instances of its orchestrations, and their inboxes. */
export function restateServices(
  functions: Functions,
): readonly [WorkflowDefinition<'instance', InstanceHandlers>, VirtualObjectDefinition<'inbox', InboxHandlers>] {
  const instance = workflow({
    name: instanceService.name,
    handlers: {
      run: (ctx: WorkflowContext, start: InstanceStart) => runInstance(ctx, start, functions),
      deliver: async (ctx: WorkflowSharedContext, { number, ...event }: NumberedEvent) => {
        await ctx.promise<RaisedEvent>(eventPromiseName(number)).resolve(event);
      },
      customStatus: (ctx: WorkflowSharedContext) => ctx.get<JsonText>('customStatus'),
    },
  });
  const inbox = object({
    name: 'inbox',
    handlers: {
      // Handlers of one key run one after another, so no two events get the same number.
      raise: async (ctx: ObjectContext, event: RaisedEvent) => {
        const number = (await ctx.get<number>('count')) ?? 0;
        ctx.set('count', number + 1);
        await ctx.workflowClient(instanceService, ctx.key).deliver({ ...event, number });
      },
    },
  });
  return [instance, inbox];
}

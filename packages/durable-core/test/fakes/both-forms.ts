import {
  type OrchestrationContext,
  type OrchestrationDefinition,
  orchestration,
  type Task,
} from '@perdura/durable-core';

/** The body of an orchestrator. */
export type Code = (ctx: OrchestrationContext) => Generator<Task<unknown>, unknown, unknown>;

/** The same generator body as a generator orchestrator, and as an async one that awaits where the other yields. */
export const forms: readonly { readonly form: string; readonly define: (code: Code) => OrchestrationDefinition }[] = [
  { form: 'generator', define: (code) => orchestration('o', code) },
  {
    form: 'async function',
    define: (code) =>
      orchestration('o', async (ctx) => {
        const steps = code(ctx);
        let step = steps.next();
        while (step.done !== true) {
          let outcome: { value: unknown } | { error: unknown };
          try {
            outcome = { value: await step.value };
          } catch (error) {
            outcome = { error };
          }
          step = 'error' in outcome ? steps.throw(outcome.error) : steps.next(outcome.value);
        }
        return step.value;
      }),
  },
];

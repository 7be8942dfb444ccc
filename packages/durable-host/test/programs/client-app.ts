import { app, type InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';

// An app of durable-functions whose activity speaks to the host that runs it.
df.app.orchestration('asks', function* (context) {
  return yield context.df.callActivity('starter', context.df.getInput());
});
df.app.orchestration('started', function* (context) {
  return [context.df.instanceId, yield context.df.waitForExternalEvent('go')];
});
df.app.activity('starter', {
  extraInputs: [df.input.durableClient()],
  handler: async (instanceId: string, context: InvocationContext) => {
    const client = df.getClient(context);
    await client.startNew('started', { instanceId });
    await client.raiseEvent(instanceId, 'go', { by: context.triggerMetadata?.instanceId });
    const { output } = await client.getStatus(instanceId).then(async (status) => {
      for (let now = status; ; now = await client.getStatus(instanceId)) {
        if (now.runtimeStatus === df.OrchestrationRuntimeStatus.Completed) return now;
      }
    });
    context.warn('it has', 'ended');
    return { output, urls: client.createHttpManagementPayload(instanceId).statusQueryGetUri };
  },
});
app.timer('unrelated', { schedule: '0 * * * * *', handler: () => {} });

app.hook.preInvocation((context) => {
  if (context.invocationContext.functionName !== 'starter') return;
  context.inputs[0] = `${String(context.inputs[0])}-hooked`;
});
app.hook.postInvocation((context) => {
  if (context.error === undefined) Object.assign(context.result ?? {}, { hooked: true });
});

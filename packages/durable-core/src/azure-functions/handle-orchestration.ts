import type { OrchestrationDefinition } from '../definitions/orchestration.ts';
import { describeFailure } from '../errors/describe-failure.ts';
import { failureMessage } from '../protocol/failure-message.ts';
import { runOrchestration } from '../run-orchestration.ts';
import type { AzureFunctionHandler } from './azure-functions-api.ts';
import { invocationLogger } from './invocation-logger.ts';

/**
 * The function of an orchestration trigger: runs one episode and returns the answer.
 *
 * A failing orchestration rejects, with the answer in its message and the stack of what was thrown; `cause` is that itself.
 */
export function handleOrchestration(definition: OrchestrationDefinition): AzureFunctionHandler {
  return async (payload, context) => {
    const answer = await runOrchestration(definition, payload, { log: invocationLogger(context) });
    if (answer.kind === 'result') return answer.state;
    const error = new Error(failureMessage(answer.state), { cause: answer.error });
    const { stackTrace } = describeFailure(answer.error);
    if (stackTrace !== undefined) error.stack = stackTrace;
    throw error;
  };
}

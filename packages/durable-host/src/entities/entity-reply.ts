import type { FailureDetails, JsonText } from '@perdura/durable-core/engine';
import * as z from 'zod/mini';

/*
 * What entities answer, as the text of an `event-raised`. The layout is that of the Durable Task Framework:
 * https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/Entities/EventFormat/ResponseMessage.cs
 */

/** The exception the Durable extension reports a failed operation by. What the operation threw is in the result. */
const operationError = 'OperationErrorException';

/** How an operation ended, as whoever called it is told. */
export function operationReply({
  isError,
  result,
}: {
  readonly isError: boolean;
  readonly result?: JsonText;
}): JsonText {
  return JSON.stringify({ result, ...(isError && { exceptionType: operationError }) });
}

/** All that was asked for is locked. */
export const lockedReply: JsonText = JSON.stringify({ result: JSON.stringify('Lock Acquisition Completed') });

/** What was asked for cannot be had. */
export function refusalReply({ errorType, errorMessage }: FailureDetails): JsonText {
  return JSON.stringify({ result: JSON.stringify(errorMessage), exceptionType: errorType });
}

const failedSchema = z.object({ exceptionType: z.string() });

/** Tells whether an answer says that something failed. */
export function isFailedReply(text: JsonText | undefined): boolean {
  return text !== undefined && failedSchema.safeParse(JSON.parse(text)).success;
}

import * as z from 'zod/mini';
import type { FailureDetails } from '../history/failure.ts';

const quotedSchema = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  isNonRetriable: z.optional(z.boolean()),
  properties: z.optional(z.record(z.string(), z.unknown())),
  stackTrace: z.optional(z.string()),
});

/** What the extension puts before the words of an activity that failed, and the beginning of a failure as JSON. */
const quotation = /^Activity function '[^']*' failed:\s+(\{"errorType":.*)$/s;

/**
 * Writes a failure as the message of an error, as durable-functions 3.5 does for errors with properties.
 *
 * @see https://www.npmjs.com/package/durable-functions/v/3.5.0 `setExceptionPropertiesProvider`
 */
export function quoteFailure(failure: FailureDetails): string {
  const { errorType, errorMessage, isNonRetriable, properties = {}, stackTrace } = failure;
  return JSON.stringify({ errorType, errorMessage, isNonRetriable, properties, stackTrace });
}

/**
 * Reads a failure out of the words that a host recorded. Extensions from 3.14 on do that themselves and record its parts; older
 * ones leave it in the words.
 *
 * @returns `undefined` when the words are only words.
 */
export function readQuotedFailure(reason: string): FailureDetails | undefined {
  const [, quoted] = quotation.exec(reason) ?? [];
  if (quoted === undefined) return undefined;
  try {
    const { isNonRetriable = false, properties, stackTrace, ...said } = quotedSchema.parse(JSON.parse(quoted));
    return {
      ...said,
      isNonRetriable,
      ...(properties !== undefined && Object.keys(properties).length > 0 && { properties }),
      ...(stackTrace !== undefined && { stackTrace }),
    };
  } catch {
    // words that look like it
    return undefined;
  }
}

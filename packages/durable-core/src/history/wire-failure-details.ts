import * as z from 'zod/mini';
import type { FailureDetails } from './failure.ts';

/** `FailureDetails` as history and results carry them. */
export interface WireFailureDetails {
  readonly ErrorType: string;
  readonly ErrorMessage: string;
  readonly StackTrace?: string | null | undefined;
  readonly IsNonRetriable?: boolean | null | undefined;
  readonly Properties?: Readonly<Record<string, unknown>> | null | undefined;
  readonly InnerFailure?: WireFailureDetails | null | undefined;
}

/** Checks {@link WireFailureDetails}; unknown members are dropped. */
export const wireFailureDetailsSchema: z.ZodMiniType<WireFailureDetails> = z.object({
  ErrorType: z.string(),
  ErrorMessage: z.string(),
  StackTrace: z.nullish(z.string()),
  IsNonRetriable: z.nullish(z.boolean()),
  Properties: z.nullish(z.record(z.string(), z.unknown())),
  InnerFailure: z.lazy(() => z.nullish(wireFailureDetailsSchema)),
});

/** Wire to engine. */
export function decodeFailureDetails(wire: WireFailureDetails): FailureDetails {
  return {
    errorType: wire.ErrorType,
    errorMessage: wire.ErrorMessage,
    ...(wire.StackTrace != null && { stackTrace: wire.StackTrace }),
    isNonRetriable: wire.IsNonRetriable === true,
    ...(wire.Properties != null && { properties: wire.Properties }),
    ...(wire.InnerFailure != null && { innerFailure: decodeFailureDetails(wire.InnerFailure) }),
  };
}

/** Engine to wire. */
export function encodeFailureDetails(details: FailureDetails): WireFailureDetails {
  return {
    ErrorType: details.errorType,
    ErrorMessage: details.errorMessage,
    ...(details.stackTrace !== undefined && { StackTrace: details.stackTrace }),
    IsNonRetriable: details.isNonRetriable,
    ...(details.properties && { Properties: details.properties }),
    ...(details.innerFailure && { InnerFailure: encodeFailureDetails(details.innerFailure) }),
  };
}

import { isNativeError } from 'node:util/types';
import type { FailureDetails } from '../history/failure.ts';
import { TaskFailedError } from './task-failed-error.ts';

/** How deep a chain of causes is followed; a cause may be its own cause. */
const maxCauses = 16;

/**
 * Turns whatever was thrown into data to store, following `cause`. The message is never empty, and this never throws.
 *
 * An error with `isNonRetriable: true` says that trying again cannot help; one with a plain object in `properties` has it kept.
 */
export function describeFailure(thrown: unknown): FailureDetails {
  return describe(thrown, maxCauses);
}

function describe(thrown: unknown, causesLeft: number): FailureDetails {
  try {
    if (isError(thrown)) return describeError(thrown, causesLeft);
    return { errorType: typeOf(thrown), errorMessage: textOf(thrown), isNonRetriable: false };
  } catch {
    // a getter that throws, a proxy that was revoked: whoever threw it must not stop the one who reports it
    const errorMessage = 'something that cannot be looked at was thrown';
    return { errorType: typeOf(thrown), errorMessage, isNonRetriable: false };
  }
}

function describeError(thrown: Error, causesLeft: number): FailureDetails {
  const { isNonRetriable, properties } = thrown as { isNonRetriable?: unknown; properties?: unknown };
  const inner = causesLeft > 0 ? innerOf(thrown, causesLeft - 1) : undefined;
  // text is what the three should be, and any of them may have been overwritten
  const errorType = String(thrown.name) || 'Error';
  const { stack } = thrown;
  return {
    errorType,
    errorMessage: String(thrown.message) || `${errorType} without a message`,
    ...(typeof stack === 'string' && { stackTrace: stack }),
    isNonRetriable: isNonRetriable === true,
    ...propertiesOf(properties),
    ...(inner && { innerFailure: inner }),
  };
}

function innerOf(error: Error, causesLeft: number): FailureDetails | undefined {
  if (error instanceof TaskFailedError && error.failureDetails !== undefined) return error.failureDetails;
  return error.cause === undefined ? undefined : describe(error.cause, causesLeft);
}

/** Also for errors of another realm, such as a worker's or a test runner's. */
function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value);
}

function typeOf(thrown: unknown): string {
  return thrown === null ? 'null' : typeof thrown;
}

function textOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null) {
    try {
      return JSON.stringify(thrown) ?? 'an object was thrown';
    } catch {
      // circular or with a throwing getter: its content cannot be told
      return 'an object that cannot be written as JSON was thrown';
    }
  }
  if (thrown === undefined) return 'undefined was thrown';
  return String(thrown) || 'an empty string was thrown';
}

/** Data the thrower attached, as plain JSON; what JSON cannot say is left out rather than losing the failure. */
function propertiesOf(value: unknown): { properties?: Record<string, unknown> } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  try {
    return { properties: JSON.parse(JSON.stringify(value)) as Record<string, unknown> };
  } catch {
    return {};
  }
}

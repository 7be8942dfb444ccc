import { type CosmosError, isCosmosError } from '@perdura/cosmos-driver';
import { type ErrorBody, ErrorResponse } from './error-response.ts';
import { AbortError, RestError, TimeoutError } from './other-errors.ts';
import { httpStatus, StatusCodes } from './status-codes.ts';

/**
 * The one place where errors of the client become those of `@azure/cosmos`. The error that was is the `cause`.
 *
 * - an answer of the service, or what the driver says in its place: `ErrorResponse`
 * - the caller's signal: `AbortError`
 * - no answer in time: `TimeoutError`
 * - no answer at all: `RestError`
 * - what the driver refuses to send (a `TypeError`), where others would send it and be refused: `ErrorResponse` with `code` 400
 *
 * Whatever else comes along is handed on.
 */
export function translateError(error: unknown): unknown {
  if (error instanceof TypeError) return localError(error.message, StatusCodes.BadRequest, 'BadRequest', error);
  if (!isCosmosError(error)) return error;
  switch (error.code) {
    case 'aborted':
      return new AbortError('The operation was aborted.', { cause: error });
    case 'deadline-exceeded':
      return new TimeoutError(error.message, { cause: error });
    case 'transport-failed':
      return unanswered(error);
    case 'unsupported-query':
    case 'invalid-continuation':
    case 'buffer-exceeded':
    case 'invalid-item':
      return error.response === undefined
        ? localError(error.message, StatusCodes.BadRequest, 'BadRequest', error)
        : answered(error);
    case 'not-supported':
      return localError(error.message, httpStatus.notImplemented, 'NotImplemented', error);
    case 'closed':
      return localError(error.message, 'CLOSED', 'Closed', error);
    case 'too-large':
      // Refused before it was sent, with the status that the service would have given.
      return error.status === undefined
        ? localError(error.message, StatusCodes.RequestEntityTooLarge, 'RequestEntityTooLarge', error)
        : answered(error);
    default:
      return answered(error);
  }
}

/** Carries work out, with its errors translated. */
export async function translatingErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw translateError(error);
  }
}

/** An error that nobody but this process gave. */
export function localError(message: string, code: number | string, name: string, cause?: unknown): ErrorResponse {
  const error = new ErrorResponse(message, cause === undefined ? undefined : { cause });
  error.code = code;
  error.body = { code: name, message };
  return error;
}

function answered(error: CosmosError): ErrorResponse {
  const { response, status } = error;
  const body = response?.body.kind === 'bytes' ? readBody(response.body.bytes) : undefined;
  const translated = new ErrorResponse(body?.message ?? error.message, { cause: error });
  translated.code = status?.code ?? StatusCodes.InternalServerError;
  translated.body = body ?? { code: status?.name ?? error.code, message: error.message };
  translated.diagnostics = error.diagnostics;
  const headers = { ...response?.rawHeaders };
  translated.headers = headers;
  const substatus = Number(headers['x-ms-substatus'] ?? (response === undefined ? status?.subStatus : undefined));
  if (Number.isInteger(substatus)) translated.substatus = substatus;
  const activityId = headers['x-ms-activity-id'];
  if (activityId !== undefined) translated.activityId = activityId;
  const retryAfter = Number(headers['x-ms-retry-after-ms']);
  if (Number.isFinite(retryAfter)) {
    translated.retryAfterInMs = retryAfter;
    translated.retryAfterInMilliseconds = retryAfter;
  }
  return translated;
}

/** A timeout of the transport is an error named `TimeoutError`; everything else has a code of the system. */
function unanswered(error: CosmosError): TimeoutError | RestError {
  const causes = causesOf(error);
  if (causes.some((cause) => cause.name === 'TimeoutError')) return new TimeoutError(error.message, { cause: error });
  const code = causes.map((cause) => (cause as NodeJS.ErrnoException).code).find((each) => /^E[A-Z]+/.test(each ?? ''));
  return new RestError(causes.at(-1)?.message ?? error.message, {
    code: code ?? RestError.REQUEST_SEND_ERROR,
    cause: error,
  });
}

/** The causes of an error, from the outside in. Those of Node may be of another realm, so their class says nothing. */
function causesOf(error: Error): readonly Error[] {
  const causes: Error[] = [];
  for (let { cause } = error; isLikeError(cause) && causes.length < 10; cause = cause.cause) causes.push(cause);
  return causes;
}

function isLikeError(value: unknown): value is Error {
  return typeof (value as Partial<Error> | null | undefined)?.message === 'string';
}

const decoder = new TextDecoder();

function readBody(bytes: Uint8Array): ErrorBody | undefined {
  try {
    const body: unknown = JSON.parse(decoder.decode(bytes));
    return typeof (body as Partial<ErrorBody> | null)?.message === 'string' ? (body as ErrorBody) : undefined;
  } catch {
    // A proxy on the way may answer with anything; the status says enough.
    return undefined;
  }
}

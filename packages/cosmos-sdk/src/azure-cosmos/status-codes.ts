/** HTTP statuses of the service, by name. */
export const StatusCodes = {
  Ok: 200,
  Created: 201,
  Accepted: 202,
  NoContent: 204,
  MultiStatus: 207,
  NotModified: 304,
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  RequestTimeout: 408,
  Conflict: 409,
  Gone: 410,
  PreconditionFailed: 412,
  RequestEntityTooLarge: 413,
  FailedDependency: 424,
  TooManyRequests: 429,
  RetryWith: 449,
  InternalServerError: 500,
  ServiceUnavailable: 503,
  ENOTFOUND: 'ENOTFOUND',
  OperationPaused: 1200,
  OperationCancelled: 1201,
} as const;

/** One of the statuses. */
export type StatusCodesType = (typeof StatusCodes)[keyof typeof StatusCodes];

/** An HTTP status. */
export type StatusCode = number;

/** A sub-status of the service. */
export type SubStatusCode = number;

/** Statuses that only this entry gives. */
export const httpStatus = { notImplemented: 501 } as const;

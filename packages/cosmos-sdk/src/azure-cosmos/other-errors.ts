/** An operation that its `abortSignal` ended. */
export class AbortError extends Error {
  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AbortError';
  }
}

/** A request that was not answered within `connectionPolicy.requestTimeout`. */
export class TimeoutError extends Error {
  /** Always `TimeoutError`. */
  readonly code: string = 'TimeoutError';

  constructor(message = 'Timeout Error', options?: ErrorOptions) {
    super(message, options);
    this.name = 'TimeoutError';
  }
}

/** A request that got no answer: no connection, or one that broke. */
export class RestError extends Error {
  /** The code when nothing more exact is known. */
  static readonly REQUEST_SEND_ERROR: string = 'REQUEST_SEND_ERROR';
  /** The code of an answer that cannot be read. */
  static readonly PARSE_ERROR: string = 'PARSE_ERROR';
  /** Code of the system, such as `ECONNREFUSED`, else one of the two above. */
  code?: string;
  /** Status of the answer, if there was one. */
  statusCode?: number;

  constructor(
    message: string,
    { code, statusCode, cause }: { code?: string; statusCode?: number; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RestError';
    if (code !== undefined) this.code = code;
    if (statusCode !== undefined) this.statusCode = statusCode;
  }
}

/** Whether a value is a {@link RestError}, of this or another copy of this package. */
export function isRestError(value: unknown): value is RestError {
  return value instanceof RestError || (value instanceof Error && value.name === 'RestError');
}

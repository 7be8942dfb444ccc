import { refuseUnknownOptions } from '../options/refuse-unknown-options.ts';

/**
 * How a region fails.
 *
 * - `status`: every request is answered with this status, and nothing is done.
 * - `unreachable`: nothing listens; connecting is refused (`ECONNREFUSED`).
 * - `connection-reset`: the request arrives, then the connection breaks (`ECONNRESET`); nothing is done.
 */
export type RegionFailure = StatusFailure | UnreachableFailure | ConnectionResetFailure;

/** Every request is answered with one status. */
export interface StatusFailure {
  readonly kind: 'status';
  /** HTTP status, 400 to 599. */
  readonly status: number;
  /** Sub-status, such as `3092` with 429. (default none) */
  readonly subStatus?: number;
  /** More response headers by lower-case name, such as `{ 'x-ms-retry-after-ms': '10' }`. (default none) */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Connecting is refused. */
export interface UnreachableFailure {
  readonly kind: 'unreachable';
}

/** Every connection breaks after its first request. */
export interface ConnectionResetFailure {
  readonly kind: 'connection-reset';
}

const statusOptions = new Set(['kind', 'status', 'subStatus', 'headers']);
const bareOptions = new Set(['kind']);

/** What HTTP lets through. @see https://www.rfc-editor.org/rfc/rfc9110#section-5.5 */
const headerName = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Checks what `failRegion` was given.
 *
 * @throws {TypeError} for an unknown kind or property, or a status that is no failure.
 */
export function requireRegionFailure(failure: RegionFailure): RegionFailure {
  if (typeof failure !== 'object' || failure === null)
    throw new TypeError('failRegion takes a failure, such as { kind: "unreachable" }.');
  switch (failure.kind) {
    case 'unreachable':
    case 'connection-reset':
      refuseUnknownOptions('failRegion', failure, bareOptions);
      return failure;
    case 'status':
      refuseUnknownOptions('failRegion', failure, statusOptions);
      return requireStatus(failure);
    default:
      throw new TypeError('The kind of a failure must be status, unreachable or connection-reset.');
  }
}

function requireStatus(failure: StatusFailure): StatusFailure {
  const { status, subStatus = 0, headers = {} } = failure;
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new TypeError(`The status of a failure must be an integer from 400 to 599, not ${status}.`);
  }
  if (!Number.isInteger(subStatus) || subStatus < 0)
    throw new TypeError('The subStatus of a failure must be an integer.');
  for (const [name, value] of Object.entries(headers)) {
    if (!headerName.test(name) || typeof value !== 'string' || !headerValue.test(value)) {
      throw new TypeError(`The header "${name}" of a failure must have a lower-case name and a text of one line.`);
    }
  }
  return failure;
}

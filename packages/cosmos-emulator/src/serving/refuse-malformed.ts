import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WireResponse } from '../requests/wire-request.ts';
import { type Refusal, refuse } from '../responses/answer.ts';

/** What Node's parser could not read, and how that is answered. @see https://nodejs.org/api/http.html#event-clienterror */
const refusals: ReadonlyMap<string, Refusal> = new Map([
  ['HPE_HEADER_OVERFLOW', refuse(431, 'The headers of the request are too large.')],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', refuse(413, 'Request size is too large')],
  ['ERR_HTTP_REQUEST_TIMEOUT', refuse(408, 'The request did not arrive in time.')],
]);

const malformed = refuse(400, 'The request is not valid HTTP.');

/**
 * How a request that could not be read is refused; `undefined` when there is nobody to tell, as the connection itself failed.
 *
 * @param code  Code of the error that Node's server emits.
 */
export function refusalOfMalformed(code: string | undefined): Refusal | undefined {
  if (code === undefined) return undefined;
  return refusals.get(code) ?? (code.startsWith('HPE_') ? malformed : undefined);
}

/** Writes a response to a bare connection, which ends with it: where the next request begins is unknown. */
export function endWithResponse(socket: Duplex, { status, headers, body }: WireResponse): void {
  const lines = Object.entries({ ...headers, 'content-length': body.length, connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n`);
  socket.end(body);
}

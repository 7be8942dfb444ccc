import type { IncomingMessage } from 'node:http';
import { maxBodyBytes } from '../requests/read-json-body.ts';
import { noBody } from '../requests/wire-request.ts';

/** What was read of a body. */
export interface ReceivedBody {
  readonly body: Uint8Array;
  /** Whether that is all of it. If not, `body` is too large for any operation, and the rest has not been read. */
  readonly isWhole: boolean;
}

/** Stands for a body whose length alone is too large. */
const tooLarge: ReceivedBody = { body: new Uint8Array(maxBodyBytes + 1), isWhole: false };

/** Whether a request says that its body is larger than any may be. */
export function announcesTooLargeBody({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? 0) > maxBodyBytes;
}

/**
 * Reads the body of a request; of one that is too large, no more than it takes to tell that.
 *
 * @throws when the client goes away before all has arrived.
 */
export function readBody(request: IncomingMessage): Promise<ReceivedBody> {
  const { 'content-length': announced, 'transfer-encoding': encoding } = request.headers;
  if (announced === undefined && encoding === undefined) return Promise.resolve({ body: noBody, isWhole: true });
  if (announcesTooLargeBody(request)) return Promise.resolve(tooLarge);
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const receive = (chunk: Uint8Array): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBodyBytes) settle(false);
    };
    const settle = (isWhole: boolean): void => {
      request.off('data', receive).pause();
      resolve({ body: Buffer.concat(chunks), isWhole });
    };
    request.on('data', receive);
    request.once('end', () => settle(true));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The client went away in the middle of its request.')));
  });
}

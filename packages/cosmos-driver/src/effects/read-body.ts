import { IncomingBody } from './incoming-body.ts';
import { answerTooLarge, transportFailure } from './transport.ts';

/**
 * Reads the body of a fetched answer.
 *
 * @param maxBytes  Longest body that is taken. (default: no limit)
 * @throws a transport failure: `sent` when the body breaks off, {@link answerTooLarge} when it is too long.
 */
export async function readBody(response: Response, maxBytes: number = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > maxBytes) {
    await response.body?.cancel();
    throw answerTooLarge(maxBytes);
  }
  const body = new IncomingBody(announced);
  try {
    for (const reader = response.body?.getReader(); reader !== undefined; ) {
      const { done, value } = await reader.read();
      if (done) break;
      body.add(value);
      if (body.size <= maxBytes) continue;
      await reader.cancel();
      break;
    }
  } catch (error) {
    throw transportFailure('The answer broke off', 'sent', error);
  }
  if (body.size > maxBytes) throw answerTooLarge(maxBytes);
  return body.bytes();
}

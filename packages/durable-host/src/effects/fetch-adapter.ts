import { type ApiAnswer, type ApiCall, errorAnswer } from '../http/api-call.ts';

/** Reads a standard request; answers a refusal when its body is larger than allowed. */
export async function readRequest(request: Request, maxRequestBytes: number): Promise<ApiCall | ApiAnswer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxRequestBytes) return tooLarge(maxRequestBytes);
    chunks.push(chunk);
  }
  return {
    method: request.method,
    url: new URL(request.url),
    header: (name) => request.headers.get(name) ?? undefined,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Makes a standard response of an answer. */
export function toResponse({ status, headers, body }: ApiAnswer): Response {
  return new Response(body ?? null, { status, headers: { ...headers } });
}

/** The answer to a body that is larger than allowed. */
export function tooLarge(maxRequestBytes: number): ApiAnswer {
  return errorAnswer(413, `The request body is larger than ${maxRequestBytes} bytes.`);
}

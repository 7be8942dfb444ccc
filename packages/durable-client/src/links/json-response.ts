/**
 * A standard `Response` with a JSON body, which any framework that speaks `fetch` returns as it is. A handler of
 * `@azure/functions` may return it too: since its body is never `null`, it is an `HttpResponseInit`.
 */
export interface JsonResponse extends Response {
  /** The JSON text. */
  readonly body: NonNullable<Response['body']>;
}

/** Writes a value as a response. */
export function jsonResponse(
  value: unknown,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): JsonResponse {
  return Response.json(value, { status, headers }) as JsonResponse;
}

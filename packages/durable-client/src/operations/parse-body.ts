import * as z from 'zod/mini';
import type { ApiResponse } from './api-request.ts';
import { invalidResponse, type RequestPurpose } from './read-failure.ts';

/**
 * Parses and checks the body of an answer.
 *
 * @throws {DurableClientError} `invalid-response` when it is empty, is not JSON, or does not match `schema`.
 */
export function parseBody<T>(response: ApiResponse, schema: z.ZodMiniType<T>, purpose: RequestPurpose): T {
  if (response.body === '') throw invalidResponse(response, purpose, 'the answer has no body.');
  let json: unknown;
  try {
    json = JSON.parse(response.body);
  } catch (error) {
    throw invalidResponse(response, purpose, 'the answer is not JSON. Does the base URL lead to the API?', error);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const problem = `the answer is not what the API documents.\n${z.prettifyError(parsed.error)}`;
    throw invalidResponse(response, purpose, problem, parsed.error);
  }
  return parsed.data;
}

import type { CosmosResponse } from './cosmos-response.ts';

/**
 * The resource in a response.
 *
 * @throws {SyntaxError} when there is none, or it is not JSON.
 */
export function readJsonBody({ body }: CosmosResponse): unknown {
  if (body.kind !== 'bytes') throw new SyntaxError('The answer has no resource in its body.');
  return JSON.parse(new TextDecoder().decode(body.bytes));
}

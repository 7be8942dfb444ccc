import { type CosmosOperation, type CosmosResponse, invalidResponse } from '@perdura/cosmos-driver';

const decoder = new TextDecoder();

/**
 * The resource in a response. Its type is what the caller says it is.
 *
 * @param operation  What it is the answer to.
 * @throws {CosmosError} `invalid-response` when there is none, or it is not a JSON object.
 */
export function readResource<T>(response: CosmosResponse, operation: CosmosOperation): T {
  const { body } = response;
  try {
    if (body.kind !== 'bytes') throw new SyntaxError('it has no body');
    const resource: unknown = JSON.parse(decoder.decode(body.bytes));
    if (typeof resource !== 'object' || resource === null || Array.isArray(resource))
      throw new SyntaxError('its body is not an object');
    return resource as T;
  } catch (cause) {
    throw invalidResponse(operation, response.diagnostics, cause, response);
  }
}

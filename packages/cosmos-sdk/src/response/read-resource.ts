import { CosmosError, type CosmosResponse } from '@perdura/cosmos-driver';

const decoder = new TextDecoder();

/**
 * The resource in a response. Its type is what the caller says it is.
 *
 * @throws {CosmosError} `invalid-response` when there is none, or it is not JSON.
 */
export function readResource<T>(response: CosmosResponse): T {
  const { body, diagnostics } = response;
  try {
    if (body.kind !== 'bytes') throw new SyntaxError('it has no body');
    return JSON.parse(decoder.decode(body.bytes)) as T;
  } catch (cause) {
    throw new CosmosError(
      `The answer to ${diagnostics.operationName} holds no resource: ${(cause as Error).message}.`,
      {
        code: 'invalid-response',
        response,
        diagnostics,
        cause,
      },
    );
  }
}

import { headerNames } from '@perdura/cosmos-protocol';
import { defaults } from '../options/defaults.ts';
import type { ExecutionScope } from './execution-scope.ts';

/**
 * Whether a region's gateway answers. Any answer will do: the question is whether there is a way to it. The request carries no
 * signature.
 *
 * @param url  Scheme, host and port of the endpoint.
 */
export async function probeEndpoint(
  url: string,
  { transport, clock, identity, newId }: Pick<ExecutionScope, 'transport' | 'clock' | 'identity' | 'newId'>,
): Promise<boolean> {
  const headers = {
    [headerNames.version]: defaults.apiVersion,
    [headerNames.date]: new Date(clock.nowMs()).toUTCString(),
    [headerNames.clientId]: identity.clientId,
    [headerNames.userAgent]: identity.userAgent,
    [headerNames.activityId]: newId(),
    [headerNames.accept]: 'application/json',
    [headerNames.cacheControl]: 'no-cache',
  };
  try {
    await transport.send({ method: 'GET', url: `${url}/probe`, headers, timeoutMs: defaults.probeTimeoutMs });
    return true;
  } catch {
    // That is the answer: there is no way to it.
    return false;
  }
}

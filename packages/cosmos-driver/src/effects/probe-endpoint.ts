import { headerNames } from '@perdura/cosmos-protocol';
import { defaults } from '../options/defaults.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { sendThroughFaults } from './send-through-faults.ts';

/**
 * Whether a region's gateway answers. Any answer will do: the question is whether there is a way to it. The request carries no
 * signature.
 *
 * @param endpoint  Whom to ask; its region matters to fault rules only.
 */
export async function probeEndpoint(
  { url, region }: Endpoint,
  scope: Omit<ExecutionScope, 'account'>,
): Promise<boolean> {
  const { transport, faultRules, clock, identity, newId } = scope;
  const headers = {
    [headerNames.version]: defaults.apiVersion,
    [headerNames.date]: new Date(clock.nowMs()).toUTCString(),
    [headerNames.clientId]: identity.clientId,
    [headerNames.userAgent]: identity.userAgent,
    [headerNames.activityId]: newId(),
    [headerNames.accept]: 'application/json',
    [headerNames.cacheControl]: 'no-cache',
    [headerNames.contentType]: 'application/json',
    [headerNames.noRetryOnRetryWith]: 'true',
    [headerNames.supportedCapabilities]: defaults.supportedCapabilities,
  };
  try {
    const request = { method: 'GET', url: `${url}/probe`, headers, timeoutMs: defaults.probeTimeoutMs };
    if (faultRules === undefined) await transport.send(request);
    else {
      const scene = { operationType: undefined, region, container: undefined };
      await sendThroughFaults(request, scene, faultRules, scope, () => undefined);
    }
    return true;
  } catch {
    // That is the answer: there is no way to it.
    return false;
  }
}

import { headerNames, statusName } from '@perdura/cosmos-protocol';
import type { LocateRegion } from '../account/account-document.ts';
import type { Region } from '../account/region.ts';
import { completeSeeding } from '../account/topology.ts';
import type { StatusFailure } from '../faults/region-failure.ts';
import type { WireRequest, WireResponse } from '../requests/wire-request.ts';
import { type Answer, refuse } from '../responses/answer.ts';
import { gatewayResponse } from '../responses/gateway-response.ts';
import { handleRequest } from '../routing/handle-request.ts';
import type { Emulation } from './emulation.ts';

/** What becomes of a request: a response, or a connection that fails. */
export type Served =
  | { readonly kind: 'response'; readonly response: WireResponse }
  | { readonly kind: 'disconnected'; readonly code: 'ECONNREFUSED' | 'ECONNRESET' };

/** Serves one request in a region, or fails as the region was told to. */
export function serveRequest(emulation: Emulation, region: Region, request: WireRequest, locate: LocateRegion): Served {
  const { store, failures } = emulation;
  const failure = failures.get(region.key);
  if (emulation.isClosed || failure?.kind === 'unreachable') return { kind: 'disconnected', code: 'ECONNREFUSED' };
  if (failure?.kind === 'connection-reset') return { kind: 'disconnected', code: 'ECONNRESET' };

  const { clock } = store.options;
  const receivedAtMs = clock.nowMs();
  if (store.topology.seeding.length > 0) store.topology = completeSeeding(store.topology, receivedAtMs);
  const answer =
    failure === undefined ? answerOf(emulation, region, request, locate) : injectedRefusal(region, failure);
  const response = gatewayResponse(answer, {
    activityId: request.headers[headerNames.activityId] ?? store.activityIds.nextGuid(),
    transportRequestId: store.activityIds.nextGuid(),
    receivedAtMs,
    nowMs: clock.nowMs(),
    readRegionCount: store.topology.regions.length - 1,
  });
  return { kind: 'response', response };
}

function answerOf(
  { store, checkSignature }: Emulation,
  region: Region,
  request: WireRequest,
  locate: LocateRegion,
): Answer {
  try {
    return handleRequest(request, { store, region, locate, checkSignature, nowMs: store.options.clock.nowMs() });
  } catch (error) {
    // A fault of the emulator: answered, so that one bad request does not take the account down.
    return refuse(500, `The emulator failed: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

function injectedRefusal({ name }: Region, { status, subStatus = 0, headers = {} }: StatusFailure): Answer {
  const statusText = statusName(status, subStatus) ?? 'failure';
  return refuse(status, `The region ${name} was told to fail with ${statusText}.`, { subStatus, headers });
}

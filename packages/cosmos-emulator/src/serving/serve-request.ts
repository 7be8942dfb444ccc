import { headerNames, statusName } from '@perdura/cosmos-protocol';
import type { LocateRegion } from '../account/account-document.ts';
import type { Region } from '../account/region.ts';
import { completeSeeding } from '../account/topology.ts';
import { meetFault } from '../faults/fault.ts';
import type { StatusFailure } from '../faults/region-failure.ts';
import type { WireRequest, WireResponse } from '../requests/wire-request.ts';
import { type Answer, refuse } from '../responses/answer.ts';
import { gatewayResponse } from '../responses/gateway-response.ts';
import { handleRequest } from '../routing/handle-request.ts';
import type { Emulation } from './emulation.ts';

/** What becomes of a request: a response, now or later, a connection that fails, or nothing at all. */
export type Served =
  | { readonly kind: 'response'; readonly response: WireResponse }
  | { readonly kind: 'delayed'; readonly delayMs: number; readonly serve: () => Served }
  | { readonly kind: 'disconnected'; readonly code: 'ECONNREFUSED' | 'ECONNRESET' }
  | { readonly kind: 'unanswered' };

/** Serves one request in a region, or lets it meet the fault it is told to. */
export function serveRequest(emulation: Emulation, region: Region, request: WireRequest, locate: LocateRegion): Served {
  const { store, faults } = emulation;
  if (emulation.closing.signal.aborted) return { kind: 'disconnected', code: 'ECONNREFUSED' };
  const fault =
    faults.length === 0
      ? undefined
      : meetFault(faults, { region, request, databases: store.databases }, () => store.chances.nextUint32() / 2 ** 32);
  const answer = () => respond(emulation, request, () => answerOf(emulation, region, request, locate));
  switch (fault?.kind) {
    case undefined:
      return answer();
    case 'status':
      return respond(emulation, request, () => injectedRefusal(region, fault));
    case 'delay':
      return { kind: 'delayed', delayMs: fault.delayMs, serve: answer };
    case 'timeout':
      return { kind: 'unanswered' };
    case 'unreachable':
      return { kind: 'disconnected', code: 'ECONNREFUSED' };
    case 'connection-reset':
      return { kind: 'disconnected', code: 'ECONNRESET' };
  }
}

function respond({ store }: Emulation, request: WireRequest, answer: () => Answer): Served {
  const { clock } = store.options;
  const receivedAtMs = clock.nowMs();
  if (store.topology.seeding.length > 0) store.topology = completeSeeding(store.topology, receivedAtMs);
  const response = gatewayResponse(answer(), {
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

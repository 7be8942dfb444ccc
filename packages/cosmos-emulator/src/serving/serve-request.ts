import { headerNames, statusName } from '@perdura/cosmos-protocol';
import type { LocateRegion } from '../account/account-document.ts';
import type { Region } from '../account/region.ts';
import { completeSeeding } from '../account/topology.ts';
import { aadTokenOf, checkAadToken } from '../authorization/check-aad-token.ts';
import type { SignatureChecker } from '../authorization/signature-checker.ts';
import { meetFault } from '../faults/fault.ts';
import type { StatusFailure } from '../faults/region-failure.ts';
import type { WireRequest, WireResponse } from '../requests/wire-request.ts';
import { type Answer, type Refusal, refuse } from '../responses/answer.ts';
import { gatewayResponse } from '../responses/gateway-response.ts';
import { handleRequest } from '../routing/handle-request.ts';
import type { Emulation } from './emulation.ts';
import { observeRequest, tellWhenServed } from './observe-request.ts';
import type { Served } from './served.ts';

/** Serves one request in a region, or lets it meet the fault it is told to. */
export function serveRequest(emulation: Emulation, region: Region, request: WireRequest, locate: LocateRegion): Served {
  const { onRequest } = emulation;
  if (onRequest === undefined) return serve(emulation, region, request, locate);
  const tell = observeRequest(onRequest, emulation.store.options.clock.nowMs(), region, request);
  return tellWhenServed(serve(emulation, region, request, locate), tell);
}

function serve(emulation: Emulation, region: Region, request: WireRequest, locate: LocateRegion): Served {
  const { store, faults } = emulation;
  if (emulation.closing.signal.aborted) return { kind: 'disconnected', code: 'ECONNREFUSED' };
  const fault =
    faults.length === 0
      ? undefined
      : meetFault(faults, { region, request, databases: store.databases }, () => store.chances.nextUint32() / 2 ** 32);
  const answer = () => answerRequest(emulation, region, request, locate);
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

/** Answers a request once it is known who sent it, which for tokens of Microsoft Entra ID may take a while. */
function answerRequest(emulation: Emulation, region: Region, request: WireRequest, locate: LocateRegion): Served {
  const { aad, checkSignature } = emulation;
  const answerWith = (check: SignatureChecker): Served =>
    respond(emulation, request, () => answerOf(emulation, region, request, locate, check));
  const token = aad === undefined ? undefined : aadTokenOf(request.headers.authorization);
  if (aad === undefined || token === undefined) return answerWith(checkSignature);
  const answerLater = async (): Promise<Served> => {
    const check = await checkAadToken(aad, token);
    return emulation.closing.signal.aborted ? { kind: 'disconnected', code: 'ECONNRESET' } : answerWith(check);
  };
  return { kind: 'pending', served: answerLater() };
}

/** The response to a request that cannot be served, as it is no valid one. */
export function refuseUnserved(emulation: Emulation, refusal: Refusal): WireResponse {
  return responseTo(emulation, {}, () => refusal);
}

function respond(emulation: Emulation, { headers }: WireRequest, answer: () => Answer): Served {
  return { kind: 'response', response: responseTo(emulation, headers, answer) };
}

function responseTo({ store }: Emulation, headers: WireRequest['headers'], answer: () => Answer): WireResponse {
  const { clock } = store.options;
  const receivedAtMs = clock.nowMs();
  if (store.topology.seeding.length > 0) store.topology = completeSeeding(store.topology, receivedAtMs);
  return gatewayResponse(answer(), {
    activityId: headers[headerNames.activityId] ?? store.activityIds.nextGuid(),
    transportRequestId: store.activityIds.nextUint32(),
    receivedAtMs,
    nowMs: clock.nowMs(),
    readRegionCount: store.topology.regions.length - 1,
  });
}

function answerOf(
  { store }: Emulation,
  region: Region,
  request: WireRequest,
  locate: LocateRegion,
  checkSignature: SignatureChecker,
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

import { headerNames, statusName } from '@perdura/cosmos-protocol';
import { noBody, type WireResponse } from '../requests/wire-request.ts';
import type { Answer, Refusal } from './answer.ts';
import { formatDate } from './format-date.ts';
import { encodeJson } from './json-reply.ts';

/** What every response tells, whatever it answers. */
export interface ResponseContext {
  /** Id of the operation: the client's own, or a new one. */
  readonly activityId: string;
  /** Number of this exchange. */
  readonly transportRequestId: number;
  /** When the request arrived, in milliseconds since the Unix epoch. */
  readonly receivedAtMs: number;
  /** When it was answered. */
  readonly nowMs: number;
  /** How many regions serve reads besides the write region. */
  readonly readRegionCount: number;
}

/** Headers that never differ; versions as a gateway of the service sends them. */
const constantHeaders = {
  'cache-control': 'no-store, no-cache',
  pragma: 'no-cache',
  'strict-transport-security': 'max-age=31536000',
  server: 'Perdura-Cosmos-Emulator',
  [headerNames.schemaVersion]: '1.19',
  [headerNames.serviceVersion]: 'version=2.14.0.0',
  [headerNames.gatewayVersion]: 'version=2.14.0',
  [headerNames.xpRole]: '1',
  [headerNames.currentWriteQuorum]: '3',
  [headerNames.currentReplicaSetSize]: '4',
} as const;

/** Writes an answer as the gateway sends it: a refusal becomes `{ code, message }`. */
export function gatewayResponse(answer: Answer, context: ResponseContext): WireResponse {
  const { activityId, transportRequestId, receivedAtMs, nowMs, readRegionCount } = context;
  const headers: Record<string, string> = {
    ...constantHeaders,
    ...answer.headers,
    date: formatDate(nowMs),
    [headerNames.activityId]: activityId,
    [headerNames.transportRequestId]: String(transportRequestId),
    [headerNames.requestCharge]: String(answer.requestCharge),
    [headerNames.requestDurationMs]: String(nowMs - receivedAtMs),
    [headerNames.numberOfReadRegions]: String(readRegionCount),
  };
  const body = answer.kind === 'refusal' ? refusalBody(answer, activityId) : answer.body;
  if (answer.kind === 'refusal' && answer.subStatus !== 0) headers[headerNames.subStatus] = String(answer.subStatus);
  if (body !== undefined) headers[headerNames.contentType] = 'application/json';
  return { status: answer.status, headers, body: body ?? noBody };
}

function refusalBody(refusal: Refusal, activityId: string): Uint8Array {
  const { status, message, additionalErrorInfo, messageJson = JSON.stringify({ Errors: [message] }) } = refusal;
  return encodeJson({
    code: statusName(status) ?? String(status),
    message: `Message: ${messageJson}\r\nActivityId: ${activityId}, Perdura.Cosmos.Emulator`,
    additionalErrorInfo,
  });
}

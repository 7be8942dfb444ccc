import type { OrchestrationStatus } from '../operations/orchestration-status.ts';
import { type JsonResponse, jsonResponse } from './json-response.ts';
import type { HttpManagementPayload } from './management-payload.ts';

/** Seconds a caller is asked to wait before the first look: what the Durable extension answers. */
const retryAfterSeconds = '10';

/** 202 with the links of an instance: the caller polls `Location` until it no longer answers 202. */
export function checkStatusResponse(payload: HttpManagementPayload): JsonResponse {
  return jsonResponse(payload, 202, { location: payload.statusQueryGetUri, 'retry-after': retryAfterSeconds });
}

/**
 * What a finished instance has to say: 200 with the output of one that completed; 500 with the status of one that failed,
 * 200 with that of one that was terminated or cancelled, as durable-functions answers.
 */
export function finishedResponse(status: OrchestrationStatus): JsonResponse {
  if (status.runtimeStatus === 'Completed') return jsonResponse(status.output, 200);
  return jsonResponse(status, status.runtimeStatus === 'Failed' ? 500 : 200);
}

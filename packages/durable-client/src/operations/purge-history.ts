import * as z from 'zod/mini';
import { checkSegment } from '../arguments/check-text.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { fillTemplate } from '../hub/url-template.ts';
import { type ApiRequest, type ApiResponse, deleteRequest } from './api-request.ts';
import { parseBody } from './parse-body.ts';
import { type RequestPurpose, readFailure } from './read-failure.ts';

/** What a purge removed. */
export interface PurgeResult {
  /** How many instances are gone with their histories. */
  readonly instancesDeleted: number;
}

const purgeResultSchema: z.ZodMiniType<PurgeResult> = z.object({ instancesDeleted: z.int().check(z.minimum(0)) });

/** DELETE `instances/{id}`. */
export function buildPurge(urls: HubUrls, instanceId: string): ApiRequest {
  return deleteRequest(fillTemplate(urls.purge, { instanceId: checkSegment(instanceId, 'instance id') }));
}

/** Answers how many went; 404 says none was there, which is no failure of a purge. */
export function readPurge(response: ApiResponse, purpose: RequestPurpose): PurgeResult {
  if (response.status === 404) return { instancesDeleted: 0 };
  if (response.status !== 200) throw readFailure(response, purpose);
  return parseBody(response, purgeResultSchema, purpose);
}

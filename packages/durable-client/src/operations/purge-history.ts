import * as z from 'zod/mini';
import { checkSegment } from '../arguments/check-text.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { addQuery, fillTemplate } from '../hub/url-template.ts';
import type { ApiOperation } from './api-operation.ts';
import { type ApiResponse, deleteRequest } from './api-request.ts';
import { parseBody } from './parse-body.ts';
import { type RequestPurpose, readFailure } from './read-failure.ts';
import type { RuntimeStatus } from './runtime-status.ts';
import { addTree, type TreeOptions } from './tree-options.ts';

/** Which instances to purge. Everything given must hold. */
export interface PurgeFilter {
  /** Started at this time or later. The Durable extension insists on it. */
  readonly createdTimeFrom: Date;
  /** Started at this time or earlier. (default: now, by the host's clock) */
  readonly createdTimeTo?: Date | undefined;
  /** In one of these statuses. (default: any that is final) */
  readonly runtimeStatuses?: readonly RuntimeStatus[] | undefined;
}

/** What a purge removed. */
export interface PurgeResult {
  /** How many instances are gone with their histories. */
  readonly instancesDeleted: number;
}

const purgeResultSchema: z.ZodMiniType<PurgeResult> = z.object({ instancesDeleted: z.int().check(z.minimum(0)) });

/** DELETE `instances/{id}`. */
export function buildPurge(urls: HubUrls, instanceId: string, tree: TreeOptions): ApiOperation<PurgeResult> {
  const url = fillTemplate(urls.purge, { instanceId: checkSegment(instanceId, 'instance id') });
  return purge(addTree(url, tree), {
    action: `purge instance '${instanceId}'`,
    instanceId,
    precondition: 'only an instance that has finished can be purged',
  });
}

/** DELETE `instances/` with a filter. */
export function buildPurgeByFilter(urls: HubUrls, filter: PurgeFilter & TreeOptions): ApiOperation<PurgeResult> {
  const { createdTimeFrom, createdTimeTo, runtimeStatuses } = filter;
  const url = addQuery(urls.instances, {
    createdTimeFrom: createdTimeFrom.toISOString(),
    createdTimeTo: createdTimeTo?.toISOString(),
    runtimeStatus: runtimeStatuses?.join(','),
  });
  return purge(addTree(url, filter), { action: 'purge instances' });
}

function purge(url: string, purpose: RequestPurpose): ApiOperation<PurgeResult> {
  return { request: deleteRequest(url), purpose, read: (response) => readPurge(response, purpose) };
}

/** Answers how many went; 404 says none was there, which is no failure of a purge. */
function readPurge(response: ApiResponse, purpose: RequestPurpose): PurgeResult {
  if (response.status === 404) return { instancesDeleted: 0 };
  if (response.status !== 200) throw readFailure(response, purpose);
  return parseBody(response, purgeResultSchema, purpose);
}

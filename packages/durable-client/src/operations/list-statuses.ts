import * as z from 'zod/mini';
import type { HubUrls } from '../hub/hub-urls.ts';
import { addQuery } from '../hub/url-template.ts';
import { type ApiRequest, type ApiResponse, getRequest } from './api-request.ts';
import { type OrchestrationStatus, orchestrationStatusSchema } from './orchestration-status.ts';
import { parseBody } from './parse-body.ts';
import { type RequestPurpose, readFailure } from './read-failure.ts';
import type { RuntimeStatus } from './runtime-status.ts';

/** Which instances to list. Everything given must hold. */
export interface StatusFilter {
  /** Started at this time or later. */
  readonly createdTimeFrom?: Date | undefined;
  /** Started at this time or earlier. */
  readonly createdTimeTo?: Date | undefined;
  /** In one of these statuses. (default: any) */
  readonly runtimeStatuses?: readonly RuntimeStatus[] | undefined;
  /** With an id that begins so. */
  readonly instanceIdPrefix?: string | undefined;
  /** Send the inputs along. (default `true`) */
  readonly showInput?: boolean | undefined;
  /** Most instances in one page. (default: the host's, 100 in the Durable extension) */
  readonly pageSize?: number | undefined;
  /** Where to go on, from an earlier page. (default: at the beginning) */
  readonly continuationToken?: string | undefined;
}

/** One answer of a list query. */
export interface StatusPage {
  /** The instances of this page; may be empty although more pages follow. */
  readonly statuses: readonly OrchestrationStatus[];
  /** Where the next page begins; `undefined` on the last. */
  readonly continuationToken: string | undefined;
}

/** The header that carries the token, in both directions. */
const tokenHeader = 'x-ms-continuation-token';

const statusesSchema: z.ZodMiniType<OrchestrationStatus[]> = z.array(orchestrationStatusSchema);

/** GET `instances/`. The token travels in a header. */
export function buildListStatuses(urls: HubUrls, filter: StatusFilter): ApiRequest {
  const url = addQuery(urls.list, {
    createdTimeFrom: filter.createdTimeFrom?.toISOString(),
    createdTimeTo: filter.createdTimeTo?.toISOString(),
    runtimeStatus: filter.runtimeStatuses?.join(','),
    instanceIdPrefix: filter.instanceIdPrefix,
    showInput: filter.showInput?.toString(),
    top: filter.pageSize?.toString(),
  });
  const token = filter.continuationToken;
  return getRequest(url, token === undefined ? {} : { [tokenHeader]: token });
}

/** Answers one page. A token that is missing, empty or the word `null` ends the list. */
export function readListStatuses(response: ApiResponse, purpose: RequestPurpose): StatusPage {
  if (response.status !== 200) throw readFailure(response, purpose);
  const token = response.headers.get(tokenHeader);
  return {
    statuses: parseBody(response, statusesSchema, purpose),
    continuationToken: token === null || token === '' || token === 'null' ? undefined : token,
  };
}

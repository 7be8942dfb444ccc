import { checkSegment } from '../arguments/check-text.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { addQuery, fillTemplate } from '../hub/url-template.ts';
import type { ApiOperation } from './api-operation.ts';
import { type ApiResponse, getRequest } from './api-request.ts';
import { type OrchestrationStatus, orchestrationStatusSchema } from './orchestration-status.ts';
import { parseBody } from './parse-body.ts';
import { type RequestPurpose, readFailure } from './read-failure.ts';

/** How much of an instance to show. */
export interface StatusDetail {
  /** Send the history along. (default `false`) */
  readonly showHistory?: boolean | undefined;
  /** With the history, send what its activities returned. (default `false`) */
  readonly showHistoryOutput?: boolean | undefined;
  /** Send the input along. (default `true`) */
  readonly showInput?: boolean | undefined;
}

/** GET `instances/{id}`. Only given options are sent, so the host's defaults hold for the rest. */
export function buildQueryStatus<Input, Output>(
  urls: HubUrls,
  instanceId: string,
  detail: StatusDetail,
): ApiOperation<OrchestrationStatus<Input, Output> | undefined> {
  const url = fillTemplate(urls.status, { instanceId: checkSegment(instanceId, 'instance id') });
  const { showHistory, showHistoryOutput, showInput } = detail;
  const request = getRequest(
    addQuery(url, {
      showHistory: showHistory?.toString(),
      showHistoryOutput: showHistoryOutput?.toString(),
      showInput: showInput?.toString(),
    }),
  );
  const purpose = { action: `query instance '${instanceId}'`, instanceId };
  return { request, purpose, read: (response) => readStatus<Input, Output>(response, purpose) };
}

/**
 * Answers the status, or `undefined` when there is no such instance. 200 is a finished instance, 202 an open one. The
 * types of input and output are what the caller says.
 */
function readStatus<Input, Output>(
  response: ApiResponse,
  purpose: RequestPurpose,
): OrchestrationStatus<Input, Output> | undefined {
  if (response.status === 404) return undefined;
  if (response.status !== 200 && response.status !== 202) throw readFailure(response, purpose);
  return parseBody(response, orchestrationStatusSchema, purpose) as OrchestrationStatus<Input, Output>;
}

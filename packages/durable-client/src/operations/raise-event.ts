import { checkSegment } from '../arguments/check-text.ts';
import { jsonText } from '../arguments/json-text.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { fillTemplate } from '../hub/url-template.ts';
import { type ApiRequest, type ApiResponse, postRequest } from './api-request.ts';
import { type RequestPurpose, readFailure } from './read-failure.ts';

/** POST `instances/{id}/raiseEvent/{name}`. Without data the body is `null`: the extension refuses an empty one. */
export function buildRaiseEvent(urls: HubUrls, instanceId: string, eventName: string, data: unknown): ApiRequest {
  const url = fillTemplate(urls.raiseEvent, {
    instanceId: checkSegment(instanceId, 'instance id'),
    eventName: checkSegment(eventName, 'event name'),
  });
  return postRequest(url, jsonText(data, `data of event '${eventName}'`) ?? 'null');
}

/** Any request that is accepted with 202 and no body: raising an event, terminating. */
export function readAccepted(response: ApiResponse, purpose: RequestPurpose): void {
  if (response.status !== 202) throw readFailure(response, purpose);
}

import { checkSegment, checkText } from '../arguments/check-text.ts';
import { jsonText } from '../arguments/json-text.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { fillTemplate } from '../hub/url-template.ts';
import type { ApiOperation } from './api-operation.ts';
import { postRequest } from './api-request.ts';
import { readAccepted } from './instance-action.ts';

/** POST `instances/{id}/raiseEvent/{name}`. Without data the body is `null`: the extension refuses an empty one. */
export function buildRaiseEvent(
  urls: HubUrls,
  instanceId: string,
  eventName: string,
  data: unknown,
): ApiOperation<void> {
  const url = fillTemplate(urls.raiseEvent, {
    instanceId: checkSegment(instanceId, 'instance id'),
    eventName: checkSegment(eventName, 'event name'),
  });
  const body = jsonText(data, `data of event '${eventName}'`) ?? 'null';
  const purpose = { action: `raise event '${eventName}' for instance '${instanceId}'`, instanceId };
  return { request: postRequest(url, body), purpose, read: (response) => readAccepted(response, purpose) };
}

/**
 * The event that asks an instance to come to an end: `ctx.signal` of `@perdura/durable-core` waits for it. Its data is
 * `{ reason }`.
 */
const cancelEventName = 'perdura.cancel';

/** The event by which an instance is asked to come to an end. */
export function buildCancel(urls: HubUrls, instanceId: string, reason: string | undefined): ApiOperation<void> {
  if (reason !== undefined) checkText(reason, 'reason');
  const { request, purpose } = buildRaiseEvent(urls, instanceId, cancelEventName, { reason });
  const cancelling = { ...purpose, action: `cancel instance '${instanceId}'` };
  return { request, purpose: cancelling, read: (response) => readAccepted(response, cancelling) };
}

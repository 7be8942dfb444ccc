import { checkBooleans } from '../arguments/check-call-options.ts';
import { checkOptions } from '../arguments/check-options.ts';
import { checkSegment } from '../arguments/check-text.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { addQuery, fillTemplate } from '../hub/url-template.ts';
import { moveOrigin } from './request-origin.ts';

/**
 * Where to go on with one instance: what a caller who is to steer it by plain HTTP is given. The URLs hold the key of the
 * hub's HTTP API.
 *
 * @see https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-features
 */
export interface HttpManagementPayload {
  /** Id of the instance. */
  readonly id: string;
  /** GET answers the status: 202 while the instance runs, 200 afterwards. */
  readonly statusQueryGetUri: string;
  /** POST raises an event; `{eventName}` is for the caller to fill. */
  readonly sendEventPostUri: string;
  /** POST stops the instance; `{text}`, a reason, is for the caller to fill, here and below. */
  readonly terminatePostUri: string;
  /** POST lets an instance that failed try again. */
  readonly rewindPostUri: string;
  /** DELETE removes the instance and its history. */
  readonly purgeHistoryDeleteUri: string;
  /** POST starts the orchestration again with the same input. */
  readonly restartPostUri: string;
  /** POST holds the instance. */
  readonly suspendPostUri: string;
  /** POST lets it go on. */
  readonly resumePostUri: string;
}

/** How links are to answer. */
export interface LinkOptions {
  /** Let the link to the status answer 500 instead of 200 once the instance has failed. (default `false`) */
  readonly returnInternalServerErrorOnFailure?: boolean | undefined;
}

/**
 * Writes the URLs of one instance, the id percent-encoded in them.
 *
 * @param origin  Where the caller reaches the hub: `https://shop.example`; `undefined` is as the hub says.
 */
export function managementPayload(
  { links }: HubUrls,
  instanceId: string,
  origin: string | undefined,
  options: LinkOptions,
): HttpManagementPayload {
  const id = checkSegment(instanceId, 'instance id');
  const write = (template: string) => moveOrigin(fillTemplate(template, { instanceId: id }), origin);
  const returnInternalServerErrorOnFailure = options.returnInternalServerErrorOnFailure === true ? 'true' : undefined;
  return {
    id,
    statusQueryGetUri: addQuery(write(links.status), { returnInternalServerErrorOnFailure }),
    sendEventPostUri: write(links.raiseEvent),
    terminatePostUri: write(links.terminate),
    rewindPostUri: write(links.rewind),
    purgeHistoryDeleteUri: write(links.purge),
    restartPostUri: write(links.restart),
    suspendPostUri: write(links.suspend),
    resumePostUri: write(links.resume),
  };
}

/** Checks link options. @throws {TypeError} when one is unknown, or neither `true` nor `false`. */
export function checkLinkOptions(options: LinkOptions): void {
  checkOptions(options, ['returnInternalServerErrorOnFailure'], 'links');
  checkBooleans({ ...options }, 'links');
}

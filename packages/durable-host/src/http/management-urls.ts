import { webhookPath } from './route.ts';

/** What the answer to a start holds: where to go on with the instance. */
export interface CheckStatusPayload {
  /** Id of the instance. */
  readonly id: string;
  readonly statusQueryGetUri: string;
  /** `{eventName}` is left to fill. */
  readonly sendEventPostUri: string;
  /** `{text}`, a reason, is left to fill, here and below. */
  readonly terminatePostUri: string;
  readonly purgeHistoryDeleteUri: string;
  readonly restartPostUri: string;
  readonly suspendPostUri: string;
  readonly resumePostUri: string;
}

/** {@link CheckStatusPayload} and the one URL the extension has only in bindings. */
export interface ManagementUrls extends CheckStatusPayload {
  readonly rewindPostUri: string;
}

/** The one storage connection there is: the database file. */
export const connection = 'Storage';

/**
 * The URLs of one instance, as the Durable extension writes them. The id is percent-encoded, a blank as `%20`.
 *
 * @param origin  Where the host is reached: `http://127.0.0.1:7071`.
 * @param code  The key they carry; `undefined` for none.
 */
export function managementUrls(origin: string, taskHub: string, id: string, code?: string): ManagementUrls {
  const instance = `${origin}${webhookPath}/instances/${encodeURIComponent(id)}`;
  const hub = `taskHub=${encodeURIComponent(taskHub)}&connection=${connection}${code === undefined ? '' : `&${codeParameter(code)}`}`;
  const withReason = (action: string) => `${instance}/${action}?reason={text}&${hub}`;
  return {
    id,
    statusQueryGetUri: `${instance}?${hub}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${hub}`,
    terminatePostUri: withReason('terminate'),
    rewindPostUri: withReason('rewind'),
    purgeHistoryDeleteUri: `${instance}?${hub}`,
    restartPostUri: `${instance}/restart?${hub}`,
    suspendPostUri: withReason('suspend'),
    resumePostUri: withReason('resume'),
  };
}

/** The URLs in the answer to a start. */
export function checkStatusPayload(origin: string, taskHub: string, id: string, code?: string): CheckStatusPayload {
  const { rewindPostUri: _inBindingsOnly, ...payload } = managementUrls(origin, taskHub, id, code);
  return payload;
}

/** The key as a part of a query. */
export function codeParameter(code: string): string {
  return `code=${encodeURIComponent(code)}`;
}

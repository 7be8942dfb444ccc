import { type Refusal, refuse } from '../responses/answer.ts';
import { validityMessage } from './validity-message.ts';

/** An HTTP date in either case: clients sign it in lower case, and some send it so. @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7 */
const httpDate = /^[a-z]{3}, \d\d [a-z]{3} \d{4} \d\d:\d\d:\d\d gmt$/i;

/**
 * Refuses the date of a signature: 401 when it is no date, 403 when it lies too far from now.
 *
 * @param maxClockSkewMs  How far it may lie from now, in milliseconds; `undefined` for any distance.
 */
export function refuseDate(date: string, nowMs: () => number, maxClockSkewMs: number | undefined): Refusal | undefined {
  if (!httpDate.test(date)) return invalidFormat;
  if (maxClockSkewMs === undefined) return undefined;
  const dateMs = Date.parse(date);
  if (Number.isNaN(dateMs)) return invalidFormat;
  const serverMs = nowMs();
  if (Math.abs(serverMs - dateMs) <= maxClockSkewMs) return undefined;
  return refuse(403, validityMessage(dateMs - maxClockSkewMs, dateMs + maxClockSkewMs, serverMs));
}

const invalidFormat = refuse(
  401,
  'The input date header is invalid format. Please pass in RFC 1123 style date format.',
);

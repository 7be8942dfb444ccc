import type { RequestRecord } from '../serving/request-record.ts';

/** One request in one line: time, region, method, path, status and sub-status, request units, duration. */
export function requestLogLine(record: RequestRecord): string {
  const { timeMs, region, method, path, status, subStatus, requestCharge, durationMs } = record;
  const outcome = status === undefined ? 'no response' : subStatus === 0 ? status : `${status}/${subStatus}`;
  const charge = `${Math.round(requestCharge * 100) / 100} RU`;
  const time = new Date(timeMs).toISOString();
  return `${time} [${region}] ${method} ${path} ${outcome} ${charge} ${durationMs.toFixed(1)} ms`;
}

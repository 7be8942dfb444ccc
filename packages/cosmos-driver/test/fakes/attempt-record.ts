import type { AttemptRecord } from '../../src/diagnostics/attempt-record.ts';

/** A record of an attempt that East US answered with 200, but for the changes. */
export function attemptRecord(changes: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    operationName: 'read_item',
    executionContext: 'initial',
    pipelineType: 'data-plane',
    transportSecurity: 'secure',
    transportKind: 'gateway',
    httpVersion: undefined,
    region: 'East US',
    endpoint: 'https://east',
    status: 200,
    subStatus: 0,
    requestCharge: 1,
    activityId: 'a',
    sessionToken: undefined,
    serverDurationMs: undefined,
    startedAtMs: 0,
    durationMs: 1,
    requestBytes: 0,
    responseBytes: 0,
    timedOut: false,
    requestSent: 'sent',
    error: undefined,
    ...changes,
  };
}

import { describe, expect, it } from '@jest/globals';
import { requestLogLine } from './request-log-line.ts';

const record = {
  timeMs: 0,
  region: 'East US',
  method: 'GET',
  path: '/',
  status: 200,
  subStatus: 0,
  requestCharge: 2.899999,
  durationMs: 0.25,
};

describe('requestLogLine', () => {
  it('tells time, region, request, outcome, charge and duration', () => {
    expect(requestLogLine(record)).toBe('1970-01-01T00:00:00.000Z [East US] GET / 200 2.9 RU 0.3 ms');
  });

  it('tells the sub-status, and when there was no response', () => {
    expect(requestLogLine({ ...record, status: 404, subStatus: 1002 })).toContain('GET / 404/1002 ');
    expect(requestLogLine({ ...record, status: undefined })).toContain('GET / no response ');
  });
});

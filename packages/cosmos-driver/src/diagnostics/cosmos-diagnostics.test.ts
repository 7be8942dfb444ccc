import { describe, expect, it } from '@jest/globals';
import { CosmosDiagnostics } from './cosmos-diagnostics.ts';

describe('CosmosDiagnostics', () => {
  const attempt = {
    operationName: 'read_item',
    executionContext: 'initial',
    region: 'East US',
    endpoint: 'https://east',
    status: 503,
    subStatus: 0,
    requestCharge: 1,
    activityId: 'a',
    durationMs: 1,
    requestSent: 'sent',
    error: undefined,
  } as const;

  it('sums up its attempts, also as JSON', () => {
    const last = { ...attempt, region: 'West US', requestCharge: 2.5 };
    const diagnostics = new CosmosDiagnostics('a', 'read_item', [attempt, attempt, last], 9);
    const summary = { effectiveRegion: 'West US', totalRequestCharge: 4.5, regionsContacted: ['East US', 'West US'] };
    expect(diagnostics).toMatchObject(summary);
    expect(JSON.parse(JSON.stringify(diagnostics))).toMatchObject({
      ...summary,
      operationName: 'read_item',
      durationMs: 9,
    });
  });

  it('does not change with the list it was made of', () => {
    const attempts = [attempt];
    const diagnostics = new CosmosDiagnostics('a', 'read_item', attempts, 9);
    attempts.length = 0;
    expect(diagnostics.requests).toHaveLength(1);
  });
});

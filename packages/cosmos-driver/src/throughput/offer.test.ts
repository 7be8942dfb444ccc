import { describe, expect, it } from '@jest/globals';
import { forMigration, isSameThroughput, readOffer, throughputOfOffer, withThroughput } from './offer.ts';
import { checkThroughput, type Throughput } from './throughput.ts';

const frame = { id: 'uT2L', _rid: 'uT2L', offerVersion: 'V2', resource: 'dbs/rgkVAA==/', offerResourceId: 'rgkVAA==' };
const manual = readOffer({ ...frame, content: { offerThroughput: 400, offerLastReplaceTimestamp: 7 } });
const autoscale = readOffer({
  ...frame,
  content: {
    offerThroughput: 400,
    offerLastReplaceTimestamp: 7,
    offerAutopilotSettings: {
      tier: 0,
      maxThroughput: 4000,
      autoUpgradePolicy: { throughputPolicy: { incrementPercent: 10 } },
    },
  },
});

describe('an offer', () => {
  it('is of autoscale when it has its settings, whatever it is scaled to now', () => {
    expect(throughputOfOffer(manual)).toEqual({ kind: 'manual', requestUnitsPerSecond: 400 });
    expect(throughputOfOffer(autoscale)).toEqual({
      kind: 'autoscale',
      maxRequestUnitsPerSecond: 4000,
      incrementPercent: 10,
    });
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['no content', frame],
    ['no throughput', { ...frame, content: {} }],
    ['a throughput that is text', { ...frame, content: { offerThroughput: '400' } }],
  ])('is refused with %s', (_, json) => {
    expect(() => readOffer(json)).toThrow();
  });

  it('keeps the fields that are not about its throughput', () => {
    expect(withThroughput(manual, { kind: 'manual', requestUnitsPerSecond: 500 })).toEqual({
      ...frame,
      content: { offerThroughput: 500, offerLastReplaceTimestamp: 7 },
    });
    expect(withThroughput(autoscale, { kind: 'autoscale', maxRequestUnitsPerSecond: 5000 })).toEqual({
      ...frame,
      content: {
        offerLastReplaceTimestamp: 7,
        offerAutopilotSettings: { tier: 0, maxThroughput: 5000 },
      },
    });
  });

  it('changes its kind as it was, with a number the service does not look at', () => {
    expect(forMigration(manual).content).toEqual({ offerThroughput: -1, offerLastReplaceTimestamp: 7 });
    expect(forMigration(autoscale).content).toEqual({
      offerAutopilotSettings: { maxThroughput: -1 },
      offerLastReplaceTimestamp: 7,
    });
  });
});

describe('a throughput', () => {
  it.each<[unknown]>([
    [undefined],
    [400],
    [{ kind: 'serverless' }],
    [{ kind: 'manual' }],
    [{ kind: 'manual', requestUnitsPerSecond: 0 }],
    [{ kind: 'manual', requestUnitsPerSecond: 400.5 }],
    [{ kind: 'autoscale', maxRequestUnitsPerSecond: '4000' }],
    [{ kind: 'autoscale', maxRequestUnitsPerSecond: 4000, incrementPercent: -1 }],
  ])('is not %j', (throughput) => {
    expect(() => checkThroughput(throughput as Throughput)).toThrow(TypeError);
  });

  it('is the same only with all its numbers', () => {
    const four = { kind: 'autoscale', maxRequestUnitsPerSecond: 4000 } as const;
    expect(isSameThroughput(four, { ...four })).toBe(true);
    expect(isSameThroughput(four, { ...four, incrementPercent: 0 })).toBe(false);
    expect(isSameThroughput(four, { kind: 'manual', requestUnitsPerSecond: 4000 })).toBe(false);
    expect(isSameThroughput({ kind: 'manual', requestUnitsPerSecond: 4000 }, four)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { resolveHostLimits } from './host-limits.ts';

const functions = { activityNames: ['Charge', 'ship'] };

describe('resolveHostLimits', () => {
  it('allows 1,000 activities at once, as often and as long as they like, and five crashes', () => {
    const limits = resolveHostLimits(undefined, functions);
    expect(limits).toMatchObject({ maxConcurrentActivities: 1_000, maxActivityCrashes: 5 });
    expect(limits.ofActivity('charge')).toEqual({});
  });

  it('finds the limits of an activity regardless of case, over those of all activities', () => {
    const { ofActivity } = resolveHostLimits(
      { activityDefaults: { maxConcurrent: 9, timeoutMs: 1_000 }, activities: { charge: { maxConcurrent: 1 } } },
      functions,
    );
    expect(ofActivity('CHARGE')).toEqual({ maxConcurrent: 1, timeoutMs: 1_000 });
    expect(ofActivity('ship')).toEqual({ maxConcurrent: 9, timeoutMs: 1_000 });
  });

  it('takes limits of the requests of callHttp', () => {
    const { ofActivity } = resolveHostLimits({ activities: { 'BuiltIn::HttpActivity': { timeoutMs: 5 } } }, functions);
    expect(ofActivity('BuiltIn::HttpActivity')).toEqual({ timeoutMs: 5 });
  });

  it.each([
    ['something else than an object', 7, /limits must be an object/],
    ['a limit there is none', { maxActivities: 1 }, /limits: unknown option 'maxActivities'/],
    ['no places at all', { maxConcurrentActivities: 0 }, /limits\.maxConcurrentActivities must be a whole number/],
    ['a broken place', { activityDefaults: { maxConcurrent: 1.5 } }, /limits\.activityDefaults\.maxConcurrent must be/],
    ['crashes without end', { maxActivityCrashes: Number.POSITIVE_INFINITY }, /maxActivityCrashes must be/],
    ['an activity it does not have', { activities: { chrage: {} } }, /'chrage', which is no activity/],
    ['an activity twice', { activities: { ship: {}, Ship: {} } }, /'Ship' twice/],
    ['a list', { activities: [] }, /limits\.activities must be an object/],
    ['a limit of an activity there is none', { activities: { ship: { max: 1 } } }, /\['ship'\]: unknown option 'max'/],
    ['a time without unit', { activities: { ship: { timeoutMs: '1s' } } }, /\['ship'\]\.timeoutMs must be/],
    ['a time no timer takes', { activityDefaults: { timeoutMs: 2 ** 31 } }, /below 24\.8 days/],
    ['a rate of nothing', { activityDefaults: { rate: { starts: 0, perMs: 1 } } }, /rate\.starts must be/],
    ['a rate without a span', { activityDefaults: { rate: { starts: 1 } } }, /rate\.perMs must be/],
  ])('refuses %s', (_what, limits, message) => {
    const resolve = () => resolveHostLimits(limits as never, functions);
    expect(resolve).toThrow(TypeError);
    expect(resolve).toThrow(message);
  });
});

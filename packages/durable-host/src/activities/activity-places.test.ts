import { describe, expect, it } from '@jest/globals';
import { type HostLimits, resolveHostLimits } from '../options/host-limits.ts';
import { ActivityPlaces } from './activity-places.ts';

const placesOf = (limits: HostLimits) =>
  new ActivityPlaces(resolveHostLimits(limits, { activityNames: ['charge', 'ship'] }));

describe('ActivityPlaces', () => {
  it('counts all activities together', () => {
    const places = placesOf({ maxConcurrentActivities: 2 });
    expect([places.enter('charge', 0), places.enter('ship', 0), places.enter('ship', 0)]).toEqual([
      'now',
      'now',
      'later',
    ]);
    places.leave('charge');
    expect(places.enter('ship', 0)).toBe('now');
  });

  it('counts each activity by itself, regardless of case', () => {
    const places = placesOf({ activities: { charge: { maxConcurrent: 1 } } });
    expect(places.enter('charge', 0)).toBe('now');
    expect(places.enter('CHARGE', 0)).toBe('later');
    expect(places.enter('ship', 0)).toBe('now');
    places.leave('Charge');
    expect(places.enter('charge', 0)).toBe('now');
  });

  it('says when the rate allows the next, and remembers it when none runs', () => {
    const places = placesOf({ activities: { charge: { rate: { starts: 2, perMs: 1_000 } } } });
    expect([places.enter('charge', 0), places.enter('charge', 400)]).toEqual(['now', 'now']);
    places.leave('charge');
    places.leave('charge');
    expect(places.enter('charge', 999)).toEqual({ notBeforeMs: 1_000 });
    expect(places.enter('charge', 1_000)).toBe('now');
    expect(places.enter('charge', 1_001)).toEqual({ notBeforeMs: 1_400 });
  });

  it('does not count a place against the rate that was given back', () => {
    const places = placesOf({ activities: { charge: { rate: { starts: 1, perMs: 1_000 } } } });
    expect(places.enter('charge', 0)).toBe('now');
    places.giveBack('charge');
    expect(places.enter('charge', 1)).toBe('now');
  });
});

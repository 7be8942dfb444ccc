import { describe, expect, it } from '@jest/globals';
import { TurnPlaces } from './turn-places.ts';

describe('TurnPlaces', () => {
  it('lets so many in at once, and the others in the order they came', () => {
    const places = new TurnPlaces(2, 10);
    expect(['a', 'b', 'c', 'd', 'c'].map((id) => places.enter(id, false))).toEqual([true, true, false, false, false]);
    expect(places.isWaitedFor).toBe(true);
    expect([places.leave(), places.leave(), places.leave()]).toEqual(['c', 'd', undefined]);
    expect(places.isWaitedFor).toBe(false);
  });

  it('forgets who comes when the line is full, and says so once', () => {
    const places = new TurnPlaces(1, 2);
    for (const id of ['a', 'b', 'c', 'b', 'c']) places.enter(id, false);
    expect(places.takeForgotten()).toBe(false);
    places.enter('d', false);
    expect([places.takeForgotten(), places.takeForgotten()]).toEqual([true, false]);
    expect([places.leave(), places.leave(), places.leave()]).toEqual(['b', 'c', undefined]);
  });

  it('never forgets whom the database does not know', () => {
    const places = new TurnPlaces(1, 1);
    for (const id of ['a', 'b']) places.enter(id, false);
    places.enter('c', true);
    expect(places.takeForgotten()).toBe(false);
    expect([places.leave(), places.leave()]).toEqual(['b', 'c']);
  });

  it('has room again when half the line is gone', () => {
    const places = new TurnPlaces(1, 2);
    for (const id of ['a', 'b', 'c']) places.enter(id, false);
    expect(places.hasRoom).toBe(false);
    places.leave();
    expect(places.hasRoom).toBe(true);
  });
});

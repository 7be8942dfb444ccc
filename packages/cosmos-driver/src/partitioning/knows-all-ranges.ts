import type { RoutingMap } from './routing-map.ts';

/** Which maps know all of which ranges: asked for every operation, and the same for nearly all. */
const answers = new WeakMap<ReadonlySet<string>, { readonly map: RoutingMap; readonly knowsAll: boolean }>();

/** Whether a map knows all these partitions, those that are gone included. The set must not change. */
export function knowsAllRanges(map: RoutingMap, rangeIds: ReadonlySet<string>): boolean {
  let answer = answers.get(rangeIds);
  if (answer?.map !== map) {
    const known = new Set([...map.goneIds, ...map.ranges.map(({ id }) => id)]);
    answer = { map, knowsAll: [...rangeIds].every((id) => known.has(id)) };
    answers.set(rangeIds, answer);
  }
  return answer.knowsAll;
}

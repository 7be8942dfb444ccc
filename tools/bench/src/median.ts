/** The one in the middle; of an even number the later of the two. `NaN` for none. */
export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >>> 1] ?? Number.NaN;
}

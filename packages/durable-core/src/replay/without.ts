/** A list without one of its elements. `toSpliced` takes hundreds of times as long for a list that is frozen. */
export function without<T>(list: readonly T[], index: number): T[] {
  const rest = [...list];
  rest.splice(index, 1);
  return rest;
}

/** The same function, which gives its last result again for the same arguments: scrolling works nothing out anew. */
export function rememberLast<Arguments extends readonly unknown[], Result>(
  compute: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let last: { readonly given: Arguments; readonly result: Result } | undefined;
  return (...given) => {
    const isKnown = last?.given.length === given.length && given.every((value, i) => Object.is(value, last?.given[i]));
    if (last === undefined || !isKnown) last = { given, result: compute(...given) };
    return last.result;
  };
}

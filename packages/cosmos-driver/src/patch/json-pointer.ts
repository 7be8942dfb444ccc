/**
 * The names along a JSON pointer: `/a~1b/0` is `['a/b', '0']`, the empty pointer `[]`.
 *
 * @returns `undefined` when the text is no pointer.
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function parseJsonPointer(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Whether a name may stand for an element of an array: an index without leading zeros, or `-` for behind the last. */
export function isArrayPosition(name: string): boolean {
  return name === '-' || /^(?:0|[1-9]\d*)$/.test(name);
}

import type { JsonPath } from './patch-specification.ts';

/**
 * The names along a JSON Pointer such as `/a~1b/0`; `undefined` when it is none, or means the whole document.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function parseJsonPointer(text: string): JsonPath | undefined {
  if (!text.startsWith('/') || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The JSON Pointer of a path. */
export function formatJsonPointer(path: JsonPath): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Whether a path lies at or below another one. */
export function isAtOrBelow(path: JsonPath, other: JsonPath): boolean {
  return other.every((name, index) => path[index] === name);
}

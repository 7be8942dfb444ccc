/** Where in a query's text one is: outside of everything, within one kind of quotes, or within a comment. */
export type TextPosition = 'plain' | "'" | '"' | 'comment';

/**
 * Where one is at the end of a piece of a query's text.
 *
 * Strings are in single or double quotes, a backslash takes the meaning of the next character away; `--` begins a comment that
 * ends with its line.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/constants
 * @param position  Where one was at its beginning.
 */
export function scanText(text: string, position: TextPosition): TextPosition {
  let now = position;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    if (now === 'comment') {
      if (character === '\n') now = 'plain';
    } else if (now !== 'plain') {
      if (character === '\\') index++;
      else if (character === now) now = 'plain';
    } else if (character === "'" || character === '"') {
      now = character;
    } else if (character === '-' && text[index + 1] === '-') {
      now = 'comment';
    }
  }
  return now;
}

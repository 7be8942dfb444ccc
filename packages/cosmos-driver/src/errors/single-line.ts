/** A text on one line, without control characters: a stored value must not forge lines of a log. */
export function singleLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

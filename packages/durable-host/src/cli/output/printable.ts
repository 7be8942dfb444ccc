/** Control characters, C0 and C1, and what turns the direction of text: a terminal would obey them. */
const obeyed = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** Text of others as it may stand on one line of a terminal: control characters are written as `\u001b`. */
export function printable(text: string): string {
  return text.replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

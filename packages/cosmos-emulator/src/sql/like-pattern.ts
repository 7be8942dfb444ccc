/** One element of a LIKE pattern: a run of anything, any one character, a character, or one of (or none of) several. */
type Element = { readonly kind: 'run' } | { readonly kind: 'one'; readonly accepts: (character: string) => boolean };

/**
 * Compiles a LIKE pattern: `%` is any text, `_` any character, `[abc]`, `[a-f]` and `[^abc]` one of some.
 *
 * Never backtracks further than to the last `%`, so time grows with text times pattern at worst.
 *
 * @param escapeCharacter  Character before which the next one stands for itself.
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/keywords#like
 */
export function compileLikePattern(pattern: string, escapeCharacter?: string): (text: string) => boolean {
  const elements = parseElements([...pattern], escapeCharacter);
  return (text) => matches(elements, [...text]);
}

function parseElements(characters: readonly string[], escapeCharacter: string | undefined): readonly Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at];
    if (character === escapeCharacter && at + 1 < characters.length) {
      at += 1;
      const literal = characters[at];
      elements.push({ kind: 'one', accepts: (each) => each === literal });
    } else if (character === '%') elements.push({ kind: 'run' });
    else if (character === '_') elements.push({ kind: 'one', accepts: () => true });
    else if (character === '[' && characters.indexOf(']', at + 1) > at + 1) {
      const end = characters.indexOf(']', at + 1);
      elements.push({ kind: 'one', accepts: compileSet(characters.slice(at + 1, end)) });
      at = end;
    } else elements.push({ kind: 'one', accepts: (each) => each === character });
  }
  return elements;
}

function compileSet(content: readonly string[]): (character: string) => boolean {
  const isNegated = content[0] === '^' && content.length > 1;
  const members = isNegated ? content.slice(1) : content;
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < members.length; at += 1) {
    const low = members[at] ?? '';
    const high = members[at + 1] === '-' ? members[at + 2] : undefined;
    ranges.push([low, high ?? low]);
    if (high !== undefined) at += 2;
  }
  return (character) => ranges.some(([low, high]) => character >= low && character <= high) !== isNegated;
}

function matches(elements: readonly Element[], characters: readonly string[]): boolean {
  let element = 0;
  let character = 0;
  let run = -1;
  let runCharacter = 0;
  while (character < characters.length) {
    const current = elements[element];
    if (current?.kind === 'run') {
      run = element;
      runCharacter = character;
      element += 1;
    } else if (current?.accepts(characters[character] ?? '')) {
      element += 1;
      character += 1;
    } else if (run >= 0) {
      runCharacter += 1;
      character = runCharacter;
      element = run + 1;
    } else return false;
  }
  while (elements[element]?.kind === 'run') element += 1;
  return element === elements.length;
}

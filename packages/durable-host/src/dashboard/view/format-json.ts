/** A text, one that is cut off at the end included, a sign, or anything else without blanks. */
const token = /"(?:[^"\\]|\\.)*(?:"|\\?$)|[[\]{}:,]|[^\s"[\]{}:,]+/gs;

/**
 * Lays JSON text out over lines. It is not parsed: every number and text stays as it was written, also one that
 * JavaScript could not hold, and a text that ends in the middle is laid out as far as it goes.
 */
export function formatJson(text: string): string {
  const out: string[] = [];
  let depth = 0;
  let previous = '';
  const newLine = () => `\n${'  '.repeat(Math.max(0, depth))}`;
  for (const [part] of text.matchAll(token)) {
    const isFirst = previous === '{' || previous === '[';
    if (part === '}' || part === ']') {
      depth -= 1;
      if (!isFirst) out.push(newLine());
    } else if (isFirst || previous === ',') {
      out.push(newLine());
    }
    out.push(part === ':' ? ': ' : part);
    if (part === '{' || part === '[') depth += 1;
    previous = part;
  }
  return out.join('');
}

/** One part of a multipart body. */
export interface Part {
  /** Its content type; empty when it has none. */
  readonly contentType: string;
  /** What follows its headers, its line breaks as they came. */
  readonly content: string;
}

/**
 * The parts of a multipart body, in their order; text before the first and after the last boundary is dropped (RFC 2046 §5.1).
 * Lines may end in CRLF or LF.
 *
 * @param contentType  The content type of the body, which names the boundary.
 * @returns no parts when the content type names no boundary.
 */
export function readMultipart(contentType: string, body: string): readonly Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1]?.trim();
  if (boundary === undefined) return [];

  const parts: Part[] = [];
  const delimiter = `--${boundary}`;
  let start: number | undefined;
  for (let at = body.indexOf(delimiter); at !== -1; at = body.indexOf(delimiter, at + delimiter.length)) {
    if (at > 0 && body[at - 1] !== '\n') continue;
    const isLast = body.startsWith('--', at + delimiter.length);
    const next = skipLineBreak(body, at + delimiter.length + (isLast ? 2 : 0));
    if (next === undefined) continue; // a longer word that begins like the boundary
    if (start !== undefined) parts.push(readPart(body.slice(start, at)));
    start = isLast ? undefined : next;
  }
  return parts;
}

/** Where the next line begins, if a line ends here. */
function skipLineBreak(text: string, at: number): number | undefined {
  if (at === text.length) return at;
  if (text[at] === '\n') return at + 1;
  return text.startsWith('\r\n', at) ? at + 2 : undefined;
}

/** Reads a part. The line break at its end belongs to the boundary after it. */
function readPart(text: string): Part {
  const length = text.length - (text.endsWith('\r\n') ? 2 : text.endsWith('\n') ? 1 : 0);
  const blank = /^\r?\n|\r?\n\r?\n/.exec(text);
  const headers = text.slice(0, blank?.index ?? length);
  return {
    contentType: /^content-type:(.*)$/im.exec(headers)?.[1]?.trim() ?? '',
    content: blank === null ? '' : text.slice(blank.index + blank[0].length, length),
  };
}

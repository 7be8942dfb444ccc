/** One part of a multipart body. */
export interface Part {
  /** Its content type, in lower case up to the boundary's own spelling; empty when it has none. */
  readonly contentType: string;
  /** What follows its headers. */
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
  let lines: string[] | undefined;
  for (const line of body.split(/\r?\n/)) {
    if (line === `--${boundary}` || line === `--${boundary}--`) {
      if (lines !== undefined) parts.push(readPart(lines));
      lines = line.endsWith('--') && line !== `--${boundary}` ? undefined : [];
    } else {
      lines?.push(line);
    }
  }
  return parts;
}

function readPart(lines: readonly string[]): Part {
  const blank = lines.indexOf('');
  const headers = blank === -1 ? lines : lines.slice(0, blank);
  const contentType = headers.find((line) => /^content-type:/i.test(line)) ?? '';
  return {
    contentType: contentType.slice(contentType.indexOf(':') + 1).trim(),
    content: blank === -1 ? '' : lines.slice(blank + 1).join('\n'),
  };
}

/** Longest message taken over from elsewhere, in bytes of UTF-8: error messages end up in logs. */
const maxBytes = 512;

/** A line of at most 512 bytes: a longer one is cut between two characters, and ends with three dots. */
export function shorten(line: string): string {
  if (line.length <= maxBytes / 3) return line;
  const bytes = new TextEncoder().encode(line);
  if (bytes.byteLength <= maxBytes) return line;
  return `${new TextDecoder().decode(bytes.subarray(0, maxBytes - 3)).replace(/\ufffd+$/, '')}...`;
}

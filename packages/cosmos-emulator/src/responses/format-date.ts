let formattedSecond = Number.NaN;
let formatted = '';

/** A time as HTTP writes it, such as `Fri, 02 Jan 2026 03:04:05 GMT`. Formatted once a second: all its answers say the same. */
export function formatDate(timeMs: number): string {
  const second = Math.floor(timeMs / 1000);
  if (second !== formattedSecond) {
    formatted = new Date(timeMs).toUTCString();
    formattedSecond = second;
  }
  return formatted;
}

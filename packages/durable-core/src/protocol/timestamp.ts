/**
 * Milliseconds since 1970 of a date as .NET writes it: up to seven fractional digits, of which three are kept; UTC when it
 * names no zone. `NaN` for anything else.
 */
export function parseTimestamp(text: string): number {
  return Date.parse(/(?:Z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`);
}

/** The date as ISO 8601 text in UTC. */
export function formatTimestamp(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

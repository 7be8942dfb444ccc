/** The query of a URL; names are matched regardless of case, as the Durable extension does. */
export interface Query {
  /** The first value of a name; `undefined` when there is none. */
  text(name: string): string | undefined;
  /** `true` or `false` in any case; anything else counts as absent, as under the extension. */
  flag(name: string): boolean | undefined;
  /**
   * A time in milliseconds since 1970; what cannot be read counts as absent. One that names no zone is UTC, which is the
   * zone of machines that run the Durable extension in Azure.
   */
  timeMs(name: string): number | undefined;
  /** A number above 0; anything else counts as absent. */
  positive(name: string): number | undefined;
}

/** A date and time of ISO 8601 without a zone. */
const zoneless = /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;

/** Reads the query of a URL. */
export function readQuery(parameters: URLSearchParams): Query {
  const values = new Map<string, string>();
  for (const [name, value] of parameters) {
    const key = name.toLowerCase();
    if (!values.has(key)) values.set(key, value);
  }
  const text = (name: string) => values.get(name.toLowerCase());
  return {
    text,
    flag: (name) => {
      const value = text(name)?.trim().toLowerCase();
      return value === 'true' || value === 'false' ? value === 'true' : undefined;
    },
    timeMs: (name) => {
      const value = text(name);
      const timeMs = value === undefined ? Number.NaN : Date.parse(zoneless.test(value) ? `${value}Z` : value);
      return Number.isNaN(timeMs) ? undefined : timeMs;
    },
    positive: (name) => {
      const value = text(name);
      const number = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
      return Number.isFinite(number) && number > 0 ? number : undefined;
    },
  };
}

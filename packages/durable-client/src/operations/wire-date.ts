import * as z from 'zod/mini';

/** What ends a time that says how far it is from UTC. */
const zone = /(?:z|[+-]\d\d:?\d\d)$/i;

/**
 * A time on the wire: ISO 8601 with up to seven digits of a second, of which a `Date` keeps three. One without a zone is
 * UTC, which every time of a hub is; JavaScript would take it for local time.
 */
export const wireDate: z.ZodMiniType<Date> = z.pipe(
  z.string().check(z.refine((text) => !Number.isNaN(parseTime(text)), 'Not a time.')),
  z.transform((text: string) => new Date(parseTime(text))),
);

function parseTime(text: string): number {
  return Date.parse(zone.test(text) ? text : `${text}Z`);
}

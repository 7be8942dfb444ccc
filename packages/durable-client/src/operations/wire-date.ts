import * as z from 'zod/mini';

/** A time on the wire: ISO 8601 with up to seven digits of a second, of which a `Date` keeps three. */
export const wireDate: z.ZodMiniType<Date> = z.pipe(
  z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)), 'Not a time.')),
  z.transform((text: string) => new Date(text)),
);

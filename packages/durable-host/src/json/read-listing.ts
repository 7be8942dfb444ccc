import * as z from 'zod/mini';
import type { FunctionListing } from './worker-wire.ts';

const listingSchema: z.ZodMiniType<FunctionListing> = z.object({
  functions: z.array(
    z.object({
      name: z.string().check(z.minLength(1)),
      kind: z.enum(['orchestration', 'activity', 'entity']),
      wantsClient: z.optional(z.boolean()),
    }),
  ),
});

/**
 * Reads what a worker answered to the question which functions it has.
 *
 * @throws {TypeError} when it is no such list.
 */
export function readListing(status: number, body: string): FunctionListing {
  if (status !== 200) throw new TypeError(`it does not list its functions, but answers ${status}`);
  let listing: unknown;
  try {
    listing = JSON.parse(body);
  } catch (cause) {
    throw new TypeError('its list of functions is not JSON', { cause });
  }
  const checked = listingSchema.safeParse(listing);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new TypeError(`its list of functions cannot be read: ${issue?.path.join('.')}: ${issue?.message}`);
}

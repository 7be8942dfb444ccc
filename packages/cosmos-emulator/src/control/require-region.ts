import type { AccountStore } from '../account/account-store.ts';
import { type Region, regionKey } from '../account/region.ts';
import { completeSeeding, isServing, regionsWithData } from '../account/topology.ts';

/**
 * A region of the account, shown or not, by its name in any spelling.
 *
 * @throws {TypeError} when the account has none of that name.
 */
export function requireRegion(store: AccountStore, name: string): Region {
  store.topology = completeSeeding(store.topology, store.options.clock.nowMs());
  const regions = regionsWithData(store.topology);
  const region = regions.find(({ key }) => key === regionKey(String(name)));
  if (region !== undefined) return region;
  throw new TypeError(`The account has no region ${name}, only ${regions.map((each) => each.name).join(', ')}.`);
}

/**
 * The same for a region that serves.
 *
 * @throws {TypeError} when it is being filled or removed, too.
 */
export function requireServingRegion(store: AccountStore, name: string): Region {
  const region = requireRegion(store, name);
  if (!isServing(store.topology, region)) throw new TypeError(`The region ${region.name} does not serve.`);
  return region;
}

import { loadOnce } from '../load-once.ts';
import type { DriverSettings } from '../options/driver-options.ts';

/** Where regions are is a long list, of use to few. */
const loadRegions = loadOnce(() => import('../routing/regions-by-distance.ts'));

/**
 * The settings with the regions in the order of their distance from the application's, if that was named.
 *
 * @param warn  Told when nobody knows where that region is.
 */
export async function preferNearby(settings: DriverSettings, warn: (message: string) => void): Promise<DriverSettings> {
  const { applicationRegion } = settings;
  if (applicationRegion === undefined) return settings;
  const { isKnownRegion, regionsByDistance } = await loadRegions();
  if (!isKnownRegion(applicationRegion)) {
    warn(`Nothing is known of region "${applicationRegion}": other regions are used in the service's order.`);
  }
  return { ...settings, preferredRegions: regionsByDistance(applicationRegion) };
}

import { normalizeRegion } from './endpoint.ts';
import { regionCoordinates } from './region-coordinates.ts';

/** Whether it is known where a region is. */
export function isKnownRegion(region: string): boolean {
  return regionCoordinates.has(normalizeRegion(region));
}

/**
 * All regions whose place is known, in the form of `normalizeRegion`, the nearest first, as the crow flies.
 *
 * @param from  A region's name; it comes first. When its place is not known, it is alone.
 */
export function regionsByDistance(from: string): readonly string[] {
  const start = normalizeRegion(from);
  const origin = regionCoordinates.get(start);
  if (origin === undefined) return [start];
  const others = [...regionCoordinates]
    .filter(([region]) => region !== start)
    .map(([region, place]) => ({ region, angle: angleBetween(origin, place) }))
    .sort((left, right) => left.angle - right.angle);
  return [start, ...others.map(({ region }) => region)];
}

type Place = readonly [latitude: number, longitude: number];

/** The angle between two places as seen from the centre of the earth. @see https://en.wikipedia.org/wiki/Haversine_formula */
function angleBetween([latitude, longitude]: Place, [otherLatitude, otherLongitude]: Place): number {
  const haversine = (degrees: number): number => Math.sin((degrees * Math.PI) / 360) ** 2;
  const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
  const share =
    haversine(otherLatitude - latitude) +
    cosine(latitude) * cosine(otherLatitude) * haversine(otherLongitude - longitude);
  return 2 * Math.asin(Math.sqrt(share));
}

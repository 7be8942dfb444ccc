import { define, type FunctionFamily } from './sql-function.ts';

/** Distances in metres on a sphere, points and polygons. @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/system-functions#spatial-functions */
export const spatialFunctions: FunctionFamily = {
  ST_DISTANCE: define(2, 2, (first, second) => {
    const [from, to] = [readGeometry(first), readGeometry(second)];
    if (from?.kind !== 'Point' || to === undefined)
      return to?.kind === 'Point' && from ? distance(to.point, from) : undefined;
    return distance(from.point, to);
  }),
  ST_WITHIN: define(2, 2, (first, second) => {
    const [inner, outer] = [readGeometry(first), readGeometry(second)];
    if (inner === undefined || outer?.kind !== 'Polygon') return undefined;
    const points = inner.kind === 'Point' ? [inner.point] : (inner.rings[0] ?? []);
    return points.every((point) => isInside(point, outer.rings));
  }),
  ST_ISVALID: define(1, 1, (value) => readGeometry(value) !== undefined),
};

type Position = readonly [longitude: number, latitude: number];
type Geometry =
  | { readonly kind: 'Point'; readonly point: Position }
  | { readonly kind: 'Polygon'; readonly rings: readonly (readonly Position[])[] };

function readGeometry(value: unknown): Geometry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, coordinates } = value as Readonly<Record<string, unknown>>;
  if (type === 'Point') return isPosition(coordinates) ? { kind: 'Point', point: coordinates } : undefined;
  if (type !== 'Polygon' || !Array.isArray(coordinates) || coordinates.length === 0) return undefined;
  return coordinates.every(isRing) ? { kind: 'Polygon', rings: coordinates } : undefined;
}

function isPosition(value: unknown): value is Position {
  if (!Array.isArray(value) || value.length < 2) return false;
  const [longitude, latitude] = value;
  const areNumbers = typeof longitude === 'number' && typeof latitude === 'number';
  return areNumbers && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}

/** Rings have at least four positions and end where they start. */
function isRing(value: unknown): value is readonly Position[] {
  if (!Array.isArray(value) || value.length < 4 || !value.every(isPosition)) return false;
  return String(value[0]) === String(value.at(-1));
}

/** Mean radius of the Earth, in metres. */
const earthRadius = 6_371_008.8;
const radians = Math.PI / 180;

function distance(point: Position, geometry: Geometry): number {
  if (geometry.kind === 'Point') return haversine(point, geometry.point);
  if (isInside(point, geometry.rings)) return 0;
  const edges = geometry.rings.flatMap(edgesOf);
  return edges.reduce(
    (least, [start, end]) => Math.min(least, haversine(point, nearestOnEdge(point, start, end))),
    Number.POSITIVE_INFINITY,
  );
}

function haversine([fromLongitude, fromLatitude]: Position, [toLongitude, toLatitude]: Position): number {
  const h =
    Math.sin(((toLatitude - fromLatitude) * radians) / 2) ** 2 +
    Math.cos(fromLatitude * radians) *
      Math.cos(toLatitude * radians) *
      Math.sin(((toLongitude - fromLongitude) * radians) / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h)));
}

function edgesOf(ring: readonly Position[]): readonly (readonly [Position, Position])[] {
  return ring.slice(1).map((end, index) => [ring[index] ?? end, end] as const);
}

/** On a plane around the point, which is right for edges of some kilometres. */
function nearestOnEdge([x, y]: Position, [startX, startY]: Position, [endX, endY]: Position): Position {
  const shrink = Math.cos(y * radians);
  const [edgeX, edgeY] = [(endX - startX) * shrink, endY - startY];
  const length = edgeX ** 2 + edgeY ** 2;
  const along = length === 0 ? 0 : ((x - startX) * shrink * edgeX + (y - startY) * edgeY) / length;
  const share = Math.min(1, Math.max(0, along));
  return [startX + share * (endX - startX), startY + share * (endY - startY)];
}

/** Even-odd rule over all rings, so that holes are outside. */
function isInside([x, y]: Position, rings: readonly (readonly Position[])[]): boolean {
  let inside = false;
  for (const [[startX, startY], [endX, endY]] of rings.flatMap(edgesOf)) {
    const isCrossing = startY > y !== endY > y && x < ((endX - startX) * (y - startY)) / (endY - startY) + startX;
    if (isCrossing) inside = !inside;
  }
  return inside;
}

import { allEdges, allPositions, type Edge, edgesOf, type Geometry, type Position, type Ring } from './geometry.ts';
import { areIntersecting, isClockwise } from './plane-geometry.ts';

const radians = Math.PI / 180;

/** Mean radius of the Earth, in metres. */
const meanRadius = 6_371_008.8;

/** Metres between two geometries at their nearest; 0 if they meet. On a sphere, right within half a percent. */
export function distanceBetween(first: Geometry, second: Geometry): number {
  if (areIntersecting(first, second)) return 0;
  return Math.min(distanceFrom(allPositions(first), second), distanceFrom(allPositions(second), first));
}

function distanceFrom(positions: readonly Position[], geometry: Geometry): number {
  const edges = allEdges(geometry);
  const toPoint = (position: Position) => geometry.points.map((each) => haversine(position, each));
  const toEdge = (position: Position) => edges.map((edge) => haversine(position, nearestOnEdge(position, edge)));
  return positions
    .flatMap((position) => [...toPoint(position), ...toEdge(position)])
    .reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
}

function haversine([fromLongitude, fromLatitude]: Position, [toLongitude, toLatitude]: Position): number {
  const h =
    Math.sin(((toLatitude - fromLatitude) * radians) / 2) ** 2 +
    Math.cos(fromLatitude * radians) *
      Math.cos(toLatitude * radians) *
      Math.sin(((toLongitude - fromLongitude) * radians) / 2) ** 2;
  return 2 * meanRadius * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** On a plane around the point, which is right for edges of some kilometres. */
function nearestOnEdge([x, y]: Position, [[startX, startY], [endX, endY]]: Edge): Position {
  const shrink = Math.cos(y * radians);
  const [edgeX, edgeY] = [(endX - startX) * shrink, endY - startY];
  const length = edgeX ** 2 + edgeY ** 2;
  const along = length === 0 ? 0 : ((x - startX) * shrink * edgeX + (y - startY) * edgeY) / length;
  const share = Math.min(1, Math.max(0, along));
  return [startX + share * (endX - startX), startY + share * (endY - startY)];
}

/** Axes and eccentricity of the WGS84 ellipsoid, GeoJSON's reference system. @see https://www.rfc-editor.org/rfc/rfc7946#section-4 */
const equatorialRadius = 6_378_137;
const flattening = 1 / 298.257_223_563;
const eccentricity = Math.sqrt(flattening * (2 - flattening));

/** Square metres of the polygons of a geometry; holes are taken off, a clockwise outer ring means the rest of the Earth. */
export function areaOf({ polygons }: Geometry): number {
  return polygons.reduce((sum, rings) => sum + polygonArea(rings), 0);
}

function polygonArea([outer = [], ...holes]: readonly Ring[]): number {
  const enclosed = holes.reduce((area, hole) => area - enclosedArea(hole), enclosedArea(outer));
  return isClockwise(outer) ? 4 * Math.PI * stripFactor * stripTo(90) - enclosed : enclosed;
}

/** By the strips between each edge and the equator. */
function enclosedArea(ring: Ring): number {
  const sum = edgesOf(ring).reduce(
    (total, [[startX, startY], [endX, endY]]) =>
      total + (endX - startX) * radians * ((stripTo(startY) + stripTo(endY)) / 2),
    0,
  );
  return Math.abs(sum) * stripFactor;
}

const stripFactor = (equatorialRadius ** 2 * (1 - eccentricity ** 2)) / 2;

/** Area of the ellipsoid between the equator and a latitude, per radian of longitude and strip factor. */
function stripTo(latitude: number): number {
  const sine = Math.sin(latitude * radians);
  return sine / (1 - (eccentricity * sine) ** 2) + Math.atanh(eccentricity * sine) / eccentricity;
}

import { allEdges, allPositions, type Edge, edgesOf, type Geometry, type Position, type Ring } from './geometry.ts';

/** Whether two geometries have a position in common, holes not counting. Lines are straight in degrees. */
export function areIntersecting(first: Geometry, second: Geometry): boolean {
  const edges = allEdges(second);
  return (
    allPositions(first).some((each) => isCovered(each, second)) ||
    allPositions(second).some((each) => isCovered(each, first)) ||
    allEdges(first).some((edge) => edges.some((other) => areCrossing(edge, other)))
  );
}

/** Whether a geometry lies in another; its border counts as part of it. */
export function isWithin(inner: Geometry, outer: Geometry): boolean {
  const borders = allEdges(outer);
  const areEdgesInside = allEdges(inner).every(
    (edge) => isCovered(middleOf(edge), outer) && !borders.some((border) => areCrossing(edge, border)),
  );
  return areEdgesInside && allPositions(inner).every((each) => isCovered(each, outer));
}

/** Whether a position lies in a geometry or on its border. */
function isCovered(position: Position, geometry: Geometry): boolean {
  return (
    geometry.points.some(([x, y]) => x === position[0] && y === position[1]) ||
    allEdges(geometry).some((edge) => isOnEdge(position, edge)) ||
    geometry.polygons.some((rings) => isInside(position, rings))
  );
}

/**
 * Even-odd rule over all rings, so that holes are outside.
 *
 * A polygon whose outer ring goes clockwise is all of the Earth but what the ring encloses.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/st-within#remarks
 */
function isInside([x, y]: Position, rings: readonly Ring[]): boolean {
  let isEnclosed = false;
  for (const [[startX, startY], [endX, endY]] of rings.flatMap(edgesOf)) {
    const isCrossing = startY > y !== endY > y && x < ((endX - startX) * (y - startY)) / (endY - startY) + startX;
    if (isCrossing) isEnclosed = !isEnclosed;
  }
  return isEnclosed !== isClockwise(rings[0] ?? []);
}

/** Whether a ring goes clockwise when north is up. */
export function isClockwise(ring: Ring): boolean {
  return edgesOf(ring).reduce((sum, [[startX, startY], [endX, endY]]) => sum + startX * endY - endX * startY, 0) < 0;
}

/** Whether two edges cross at a position that ends neither of them. */
function areCrossing([a, b]: Edge, [c, d]: Edge): boolean {
  return sideOf(a, b, c) * sideOf(a, b, d) < 0 && sideOf(c, d, a) * sideOf(c, d, b) < 0;
}

/** Positive left of the edge, negative right of it, 0 on its line. */
function sideOf([startX, startY]: Position, [endX, endY]: Position, [x, y]: Position): number {
  return (endX - startX) * (y - startY) - (endY - startY) * (x - startX);
}

function isOnEdge(position: Position, [start, end]: Edge): boolean {
  const isBetween = ([0, 1] as const).every(
    (axis) => position[axis] >= Math.min(start[axis], end[axis]) && position[axis] <= Math.max(start[axis], end[axis]),
  );
  return isBetween && sideOf(start, end, position) === 0;
}

function middleOf([[startX, startY], [endX, endY]]: Edge): Position {
  return [(startX + endX) / 2, (startY + endY) / 2];
}

import { areaOf, distanceBetween } from './earth-measures.ts';
import { type Geometry, readGeometry } from './geometry.ts';
import { areIntersecting, isWithin } from './plane-geometry.ts';
import { define, type FunctionFamily, type SqlFunction } from './sql-function.ts';

/** Points, lines, polygons and multi-polygons, in metres. @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/system-functions#spatial-functions */
export const spatialFunctions: FunctionFamily = {
  ST_AREA: define(1, 1, (value) => {
    const geometry = geometryOf(value);
    return geometry && areaOf(geometry);
  }),
  ST_DISTANCE: defineOnGeometries(distanceBetween),
  ST_INTERSECTS: defineOnGeometries(areIntersecting),
  ST_WITHIN: defineOnGeometries(isWithin),
  ST_ISVALID: define(1, 1, (value) => geometryOf(value) !== undefined),
  ST_ISVALIDDETAILED: define(1, 1, (value) => {
    const reading = readGeometry(value);
    return reading.kind === 'geometry' ? { valid: true } : { valid: false, reason: reading.reason };
  }),
};

function geometryOf(value: unknown): Geometry | undefined {
  const reading = readGeometry(value);
  return reading.kind === 'geometry' ? reading.geometry : undefined;
}

function defineOnGeometries(apply: (first: Geometry, second: Geometry) => unknown): SqlFunction {
  return define(2, 2, (first, second) => {
    const [from, to] = [geometryOf(first), geometryOf(second)];
    return from && to && apply(from, to);
  });
}

/** Longitude and latitude in degrees. */
export type Position = readonly [longitude: number, latitude: number];

/** A closed line; it ends where it starts. */
export type Ring = readonly Position[];

/** A GeoJSON geometry as what it consists of. */
export interface Geometry {
  readonly points: readonly Position[];
  readonly lines: readonly (readonly Position[])[];
  /** Each with its outer ring first, then its holes. */
  readonly polygons: readonly (readonly Ring[])[];
}

/** A geometry, or why a value is none. */
export type GeometryReading =
  | { readonly kind: 'geometry'; readonly geometry: Geometry }
  | { readonly kind: 'invalid'; readonly reason: string };

/**
 * Reads a GeoJSON point, line, polygon or multi-polygon.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/geospatial-intro
 */
export function readGeometry(value: unknown): GeometryReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid('The value is no object.');
  const { type, coordinates } = value as Readonly<Record<string, unknown>>;
  const isMulti = type === 'MultiPolygon';
  switch (type) {
    case 'Point':
      return problemOfPosition(coordinates) ?? valid({ points: [coordinates as Position] });
    case 'LineString':
      return problemOfLine(coordinates, 2) ?? valid({ lines: [coordinates as readonly Position[]] });
    case 'Polygon':
    case 'MultiPolygon': {
      const polygons: unknown = isMulti ? coordinates : [coordinates];
      if (!Array.isArray(polygons) || polygons.length === 0) return invalid('A MultiPolygon must have polygons.');
      const problem = polygons.map(problemOfPolygon).find((each) => each !== undefined);
      return problem ?? valid({ polygons: polygons as readonly (readonly Ring[])[] });
    }
    default:
      return invalid('The type must be Point, LineString, Polygon or MultiPolygon.');
  }
}

function valid(parts: Partial<Geometry>): GeometryReading {
  return { kind: 'geometry', geometry: { points: [], lines: [], polygons: [], ...parts } };
}

function invalid(reason: string): GeometryReading {
  return { kind: 'invalid', reason };
}

function problemOfPosition(value: unknown): GeometryReading | undefined {
  if (!Array.isArray(value) || value.length < 2 || !value.every((each) => typeof each === 'number')) {
    return invalid('A position must be an array of at least two numbers.');
  }
  const [longitude = 0, latitude = 0] = value as readonly number[];
  if (Math.abs(latitude) > 90) return invalid('Latitude values must be between -90 and 90 degrees.');
  if (Math.abs(longitude) > 180) return invalid('Longitude values must be between -180 and 180 degrees.');
  return undefined;
}

function problemOfLine(value: unknown, minPositions: number): GeometryReading | undefined {
  if (!Array.isArray(value) || value.length < minPositions) {
    return invalid(`A line must have at least ${minPositions} positions.`);
  }
  return value.map(problemOfPosition).find((each) => each !== undefined);
}

function problemOfPolygon(value: unknown): GeometryReading | undefined {
  if (!Array.isArray(value) || value.length === 0) return invalid('A Polygon must have at least one ring.');
  return value.map(problemOfRing).find((each) => each !== undefined);
}

function problemOfRing(value: unknown): GeometryReading | undefined {
  const problem = problemOfLine(value, 4);
  if (problem !== undefined) return problem;
  const ring = value as Ring;
  const isClosed = String(ring[0]) === String(ring.at(-1));
  return isClosed ? undefined : invalid('The first and the last position of a ring must be the same.');
}

/** The edges of a line or ring. */
export function edgesOf(line: readonly Position[]): readonly Edge[] {
  return line.slice(1).map((end, index) => [line[index] ?? end, end] as const);
}

/** A straight piece of a line. */
export type Edge = readonly [start: Position, end: Position];

/** All edges of a geometry. */
export function allEdges({ lines, polygons }: Geometry): readonly Edge[] {
  return [...lines, ...polygons.flat()].flatMap(edgesOf);
}

/** All positions of a geometry. */
export function allPositions({ points, lines, polygons }: Geometry): readonly Position[] {
  return [...points, ...lines.flat(), ...polygons.flat(2)];
}

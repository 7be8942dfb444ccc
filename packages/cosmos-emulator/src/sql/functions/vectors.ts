import type { DistanceFunction, VectorDataType, VectorEmbedding } from '../query-policies.ts';
import { define, type FunctionFamily, finite, type SqlFunction } from './sql-function.ts';

/**
 * Similarity of two vectors by exact search.
 *
 * @param embedding  What the container's policy says of one of them; the call's own options go before it.
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/vectordistance
 */
export function createVectorDistance(embedding?: VectorEmbedding): SqlFunction {
  return define(2, 4, (first, second, _isBruteForce, options) => {
    const wanted = typeof options === 'object' && options !== null ? (options as Record<string, unknown>) : {};
    const distanceFunction = wanted.distanceFunction ?? embedding?.distanceFunction ?? 'cosine';
    const dataType = wanted.dataType ?? embedding?.dataType ?? 'float32';
    const measure = measures[String(distanceFunction).toLowerCase() as DistanceFunction];
    const convert = conversions[String(dataType).toLowerCase() as VectorDataType];
    if (measure === undefined || convert === undefined) return undefined;
    const [from, to] = [readVector(first, convert), readVector(second, convert)];
    const dimensions = embedding?.dimensions ?? from?.length;
    if (from?.length !== dimensions || to?.length !== dimensions) return undefined;
    return from && to && finite(measure(from, to));
  });
}

/** Vector functions over vectors without a policy. */
export const vectorFunctions: FunctionFamily = { VECTORDISTANCE: createVectorDistance() };

type Vector = readonly number[];

const measures: Readonly<Partial<Record<DistanceFunction, (a: Vector, b: Vector) => number>>> = {
  cosine: (a, b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)),
  dotproduct: dot,
  euclidean: (a, b) => Math.sqrt(a.reduce((sum, each, index) => sum + (each - (b[index] ?? 0)) ** 2, 0)),
};

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, each, index) => sum + each * (b[index] ?? 0), 0);
}

/** What a type makes of a number; `undefined` when it cannot hold it. */
type Convert = (value: number) => number | undefined;

const conversions: Readonly<Partial<Record<VectorDataType, Convert>>> = {
  float32: (value) => finite(Math.fround(value)),
  float16: roundToHalf,
  int8: (value) => (Number.isInteger(value) && value >= -128 && value <= 127 ? value : undefined),
  uint8: (value) => (Number.isInteger(value) && value >= 0 && value <= 255 ? value : undefined),
};

/** Half precision has 11 significant bits and numbers below 65,520. */
function roundToHalf(value: number): number | undefined {
  if (value === 0) return 0;
  const step = 2 ** (Math.max(Math.floor(Math.log2(Math.abs(value))), -14) - 10);
  const rounded = Math.round(value / step) * step;
  return Math.abs(rounded) < 65_520 ? rounded : undefined;
}

function readVector(value: unknown, convert: Convert): Vector | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const vector: number[] = [];
  for (const each of value) {
    const element = typeof each === 'number' ? convert(each) : undefined;
    if (element === undefined) return undefined;
    vector.push(element);
  }
  return vector;
}

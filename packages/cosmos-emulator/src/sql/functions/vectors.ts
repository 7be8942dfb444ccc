import { define, type FunctionFamily, finite } from './sql-function.ts';

/** Similarity of two vectors by exact search. @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/vectordistance */
export const vectorFunctions: FunctionFamily = {
  VECTORDISTANCE: define(2, 4, (first, second, _isBruteForce, options) => {
    if (!isVector(first) || !isVector(second) || first.length !== second.length) return undefined;
    const wanted = typeof options === 'object' && options !== null ? (options as Record<string, unknown>) : {};
    const measure = measures[String(wanted.distanceFunction ?? 'cosine').toLowerCase()];
    return measure && finite(measure(first, second));
  }),
};

type Vector = readonly number[];

const measures: Readonly<Record<string, (a: Vector, b: Vector) => number>> = {
  cosine: (a, b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)),
  dotproduct: dot,
  euclidean: (a, b) => Math.sqrt(a.reduce((sum, each, index) => sum + (each - (b[index] ?? 0)) ** 2, 0)),
};

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, each, index) => sum + each * (b[index] ?? 0), 0);
}

function isVector(value: unknown): value is Vector {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number');
}

import type { Expression } from './ast.ts';

/** What a container's definition means for the queries over it. */
export interface QueryPolicies {
  /** Computed properties by name. */
  readonly computedProperties: ReadonlyMap<string, ComputedProperty>;
  /** How vectors are compared, by the path they lie at, such as `/embedding`. */
  readonly vectorEmbeddings: ReadonlyMap<string, VectorEmbedding>;
}

/** A property that items do not have but queries see. */
export interface ComputedProperty {
  readonly value: Expression;
  /** What the item is called in it. */
  readonly root: string;
}

/** How the vectors at a path are compared. @see https://learn.microsoft.com/azure/cosmos-db/nosql/vector-search#container-vector-policies */
export interface VectorEmbedding {
  readonly distanceFunction: DistanceFunction;
  readonly dataType: VectorDataType;
  readonly dimensions: number;
}

/** How alike two vectors are: the greater the more, but for `euclidean`, which tells how far apart they are. */
export type DistanceFunction = (typeof distanceFunctions)[number];

/** What the elements of a vector are rounded to or have to be. */
export type VectorDataType = (typeof vectorDataTypes)[number];

/** All distance functions. */
export const distanceFunctions = ['cosine', 'dotproduct', 'euclidean'] as const;

/** All types of elements. */
export const vectorDataTypes = ['float32', 'float16', 'int8', 'uint8'] as const;

/** Of a container without computed properties and vector policy. */
export const noPolicies: QueryPolicies = { computedProperties: new Map(), vectorEmbeddings: new Map() };

import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { readComputedProperty } from '../sql/computed-property.ts';
import {
  type ComputedProperty,
  type DistanceFunction,
  noPolicies,
  type QueryPolicies,
  type VectorDataType,
  type VectorEmbedding,
} from '../sql/query-policies.ts';

/** What the definition of a container means for the queries over it; it was checked when the container got it. */
export function policiesOf({ computedProperties, vectorEmbeddingPolicy }: JsonObject): QueryPolicies {
  const embeddings = isJsonObject(vectorEmbeddingPolicy) ? vectorEmbeddingPolicy.vectorEmbeddings : undefined;
  if (computedProperties === undefined && embeddings === undefined) return noPolicies;
  return {
    computedProperties: new Map(objectsIn(computedProperties).flatMap(toComputedProperty)),
    vectorEmbeddings: new Map(objectsIn(embeddings).map(toEmbedding)),
  };
}

function objectsIn(list: unknown): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function toComputedProperty({ name, query }: JsonObject): readonly (readonly [string, ComputedProperty])[] {
  const reading = readComputedProperty(String(query));
  return reading.kind === 'property' ? [[String(name), reading.property]] : [];
}

function toEmbedding({ path, distanceFunction, dataType, dimensions }: JsonObject): readonly [string, VectorEmbedding] {
  return [
    String(path),
    {
      distanceFunction: String(distanceFunction).toLowerCase() as DistanceFunction,
      dataType: String(dataType).toLowerCase() as VectorDataType,
      dimensions: Number(dimensions),
    },
  ];
}

import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import { distanceFunctions, vectorDataTypes } from '../sql/query-policies.ts';

/** Most dimensions a vector can have, and the index types with how many each takes. @see https://learn.microsoft.com/azure/cosmos-db/nosql/vector-search#vector-indexing-policies */
const maxDimensions = 4096;
const maxIndexedDimensions: ReadonlyMap<string, number> = new Map([
  ['flat', 505],
  ['quantizedflat', maxDimensions],
  ['diskann', maxDimensions],
]);

/** Why the vector embedding policy of a container, or the vector indexes of its indexing policy, are wrong, if they are. */
export function refuseVectorPolicy(policy: unknown, { vectorIndexes }: JsonObject): Refusal | undefined {
  const dimensions = new Map<string, number>();
  if (policy !== undefined && policy !== null) {
    if (!isJsonObject(policy) || !Array.isArray(policy.vectorEmbeddings)) {
      return refusePolicy('it must have an array vectorEmbeddings.');
    }
    for (const embedding of policy.vectorEmbeddings as readonly unknown[]) {
      const problem = problemOf(embedding);
      if (problem !== undefined) return refusePolicy(problem);
      const { path, dimensions: count } = embedding as JsonObject;
      if (dimensions.has(String(path))) return refusePolicy(`the path ${path} is there twice.`);
      dimensions.set(String(path), Number(count));
    }
  }
  if (vectorIndexes === undefined || vectorIndexes === null) return undefined;
  if (!Array.isArray(vectorIndexes)) return refuseIndexes('it must be an array.');
  const problem = vectorIndexes.map((each) => problemOfIndex(each, dimensions)).find((each) => each !== undefined);
  return problem === undefined ? undefined : refuseIndexes(problem);
}

function problemOf(embedding: unknown): string | undefined {
  if (!isJsonObject(embedding)) return 'each embedding must be an object.';
  const { path, dataType, dimensions, distanceFunction } = embedding;
  if (typeof path !== 'string' || !/^\/[^*?[\]]+$/.test(path)) {
    return `the path must start with a slash and lead through properties alone, not ${JSON.stringify(path)}.`;
  }
  if (!isOneOf(vectorDataTypes, dataType)) return `the dataType of ${path} must be ${vectorDataTypes.join(', ')}.`;
  if (!isOneOf(distanceFunctions, distanceFunction)) {
    return `the distanceFunction of ${path} must be ${distanceFunctions.join(', ')}.`;
  }
  const isCount = typeof dimensions === 'number' && Number.isInteger(dimensions);
  if (isCount && dimensions >= 1 && dimensions <= maxDimensions) return undefined;
  return `the dimensions of ${path} must be an integer from 1 to ${maxDimensions}.`;
}

function isOneOf(names: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && names.includes(value.toLowerCase());
}

function problemOfIndex(index: unknown, dimensions: ReadonlyMap<string, number>): string | undefined {
  if (!isJsonObject(index) || typeof index.path !== 'string') return 'each must have a path.';
  const { path, type } = index;
  const most = maxIndexedDimensions.get(String(type).toLowerCase());
  if (most === undefined) return `the type of ${path} must be flat, quantizedFlat or diskANN.`;
  const count = dimensions.get(path);
  if (count === undefined) return `the vectorEmbeddingPolicy says nothing of ${path}.`;
  return count > most
    ? `an index of type ${type} takes at most ${most} dimensions, and ${path} has ${count}.`
    : undefined;
}

function refusePolicy(problem: string): Refusal {
  return refuse(400, `The vectorEmbeddingPolicy is invalid: ${problem}`);
}

function refuseIndexes(problem: string): Refusal {
  return refuse(400, `The vectorIndexes of the indexing policy are invalid: ${problem}`);
}

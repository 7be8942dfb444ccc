import type { Expression, Query } from './ast.ts';
import { propertyPath, rootNameOf } from './property-path.ts';
import type { DistanceFunction, QueryPolicies, VectorEmbedding } from './query-policies.ts';

/** Whether results are to be ordered by the similarity of vectors, which takes no `ASC` or `DESC`. */
export function isVectorOrder(expression: Expression): boolean {
  return expression.kind === 'call' && !expression.isUserDefined && expression.name.toUpperCase() === 'VECTORDISTANCE';
}

/** A query that orders vectors as the container's policy has them compared: the most similar first. */
export function orderVectors(query: Query, { vectorEmbeddings }: QueryPolicies): Query {
  if (!query.orderBy.some(({ value }) => isVectorOrder(value))) return query;
  const root = rootNameOf(query.from[0]);
  const orderBy = query.orderBy.map(({ value, isDescending }) => {
    if (!isVectorOrder(value) || value.kind !== 'call') return { value, isDescending };
    const embedding = embeddingOf(value.args, vectorEmbeddings, (name) => name === root);
    return { value, isDescending: isGreatestFirst(value.args[3], embedding?.distanceFunction) };
  });
  return { ...query, orderBy };
}

/** The policy for the first argument that is the path of one. */
export function embeddingOf(
  args: readonly Expression[],
  embeddings: QueryPolicies['vectorEmbeddings'],
  isRoot: (name: string) => boolean,
): VectorEmbedding | undefined {
  if (embeddings.size === 0) return undefined;
  for (const argument of args.slice(0, 2)) {
    const path = propertyPath(argument);
    const embedding = path && isRoot(path.root) ? embeddings.get(`/${path.names.join('/')}`) : undefined;
    if (embedding !== undefined) return embedding;
  }
  return undefined;
}

/** Whether the most similar vectors are those with the greatest value: all measures but the Euclidean distance. */
function isGreatestFirst(options: Expression | undefined, otherwise: DistanceFunction = 'cosine'): boolean {
  const properties = options?.kind === 'object' ? options.properties : [];
  const [, named] = properties.find(([name]) => name === 'distanceFunction') ?? [];
  return (named?.kind === 'literal' ? String(named.value).toLowerCase() : otherwise) !== 'euclidean';
}

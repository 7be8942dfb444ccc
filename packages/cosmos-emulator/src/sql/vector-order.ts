import type { Expression } from './ast.ts';

/** Whether results are to be ordered by the similarity of vectors, which takes no `ASC` or `DESC`. */
export function isVectorOrder(expression: Expression): boolean {
  return expression.kind === 'call' && !expression.isUserDefined && expression.name.toUpperCase() === 'VECTORDISTANCE';
}

/** Whether the most similar vectors are those with the greatest value: all measures but the Euclidean distance. */
export function isGreatestFirst(expression: Expression): boolean {
  if (!isVectorOrder(expression) || expression.kind !== 'call') return false;
  const options = expression.args[3];
  const properties = options?.kind === 'object' ? options.properties : [];
  return !properties.some(([, value]) => value.kind === 'literal' && String(value.value).toLowerCase() === 'euclidean');
}

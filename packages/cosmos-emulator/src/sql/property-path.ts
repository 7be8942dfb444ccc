import type { Expression, FromSource } from './ast.ts';

/** Where an expression finds its value: names of properties and numbers of elements, from a name of the query on. */
export interface PropertyPath {
  /** The name it starts at, such as `c`. */
  readonly root: string;
  readonly names: readonly (string | number)[];
}

/** The path that an expression is; `undefined` when it is anything else. */
export function propertyPath(expression: Expression): PropertyPath | undefined {
  if (expression.kind === 'identifier') return { root: expression.name, names: [] };
  if (expression.kind !== 'member' || expression.key.kind !== 'literal') return undefined;
  const { value } = expression.key;
  const owner = typeof value === 'string' || typeof value === 'number' ? propertyPath(expression.object) : undefined;
  return owner && { root: owner.root, names: [...owner.names, value as string | number] };
}

/** What the items themselves are called in a query; `undefined` when it has no name for whole items. */
export function rootNameOf(source: FromSource | undefined): string | undefined {
  if (source?.kind !== 'path' || source.path.kind !== 'identifier') return undefined;
  return source.alias ?? source.path.name;
}

import {
  compareEffectivePartitionKeys,
  effectivePartitionKey,
  isPartitionKeyValue,
  type PartitionKeyDefinition,
  type PartitionKeyValue,
} from '@perdura/cosmos-protocol';
import type { Expression, Query } from '../sql/ast.ts';
import { propertyPath, rootNameOf } from '../sql/property-path.ts';

/** A piece of the hash space that a query has to look into. */
export interface KeyRange {
  /** Inclusive, in hex. */
  readonly min: string;
  readonly max: string;
  /** Whether `max` belongs to it, as for a single key. */
  readonly isMaxInclusive: boolean;
}

/** All of the hash space. */
export const wholeSpace: KeyRange = { min: '', max: 'FF', isMaxInclusive: false };

/** More combinations of keys than this are not worth to be told apart. */
const maxKeys = 1000;

/**
 * The pieces of the hash space that a query's condition leaves: single keys where it says what every component of the
 * partition key is equal to or one of, ranges where it says so of the first components, otherwise all of it.
 *
 * @param keyPaths  The names along each path of the definition.
 */
export function keyRangesOf(
  query: Query,
  parameters: ReadonlyMap<string, unknown>,
  definition: PartitionKeyDefinition,
  keyPaths: readonly (readonly string[])[],
): readonly KeyRange[] {
  const root = rootNameOf(query.from[0]);
  if (root === undefined || query.where === undefined) return [wholeSpace];
  const conditions = conjunctsOf(query.where);
  let keys: readonly (readonly PartitionKeyValue[])[] = [[]];
  for (const path of keyPaths) {
    const wanted = [root, ...path].join('\0');
    const values = conditions.map((each) => allowedValues(each, wanted, parameters)).find((each) => each !== undefined);
    if (values === undefined || keys.length * values.length > maxKeys) break;
    keys = keys.flatMap((key) => values.map((value) => [...key, value]));
  }
  const depth = keys[0]?.length ?? 0;
  const isWhole = depth === keyPaths.length;
  if (depth === 0 || (!isWhole && definition.kind !== 'MultiHash')) return [wholeSpace];
  const positions = [...new Set(keys.map((key) => effectivePartitionKey(key, definition)))];
  positions.sort(compareEffectivePartitionKeys);
  return positions.map((position) => (isWhole ? pointAt(position) : prefixRange(position)));
}

function pointAt(position: string): KeyRange {
  return { min: position, max: position, isMaxInclusive: true };
}

/** Where all keys with the same first components lie. */
export function prefixRange(position: string): KeyRange {
  return { min: position, max: `${position}FF`, isMaxInclusive: false };
}

function conjunctsOf(expression: Expression): readonly Expression[] {
  const conjuncts: Expression[] = [];
  const open = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'binary' && next.operator === 'AND') open.push(next.left, next.right);
    else conjuncts.push(next);
  }
  return conjuncts;
}

/** The values a condition leaves for a path; `undefined` when it says nothing about it. */
function allowedValues(
  condition: Expression,
  path: string,
  parameters: ReadonlyMap<string, unknown>,
): readonly PartitionKeyValue[] | undefined {
  const candidates = candidatesOf(condition, path);
  const values = candidates?.map((each) => {
    if (each.kind === 'literal') return each.value;
    return each.kind === 'parameter' ? parameters.get(each.name) : undefined;
  });
  const areKnown = values?.every((value) => value !== undefined && isPartitionKeyValue(value));
  return areKnown ? (values as readonly PartitionKeyValue[]) : undefined;
}

function candidatesOf(condition: Expression, path: string): readonly Expression[] | undefined {
  if (condition.kind === 'in') return pathOf(condition.value) === path ? condition.candidates : undefined;
  if (condition.kind !== 'binary' || condition.operator !== '=') return undefined;
  if (pathOf(condition.left) === path) return [condition.right];
  return pathOf(condition.right) === path ? [condition.left] : undefined;
}

function pathOf(expression: Expression): string | undefined {
  const path = propertyPath(expression);
  return path?.names.every((each) => typeof each === 'string') ? [path.root, ...path.names].join('\0') : undefined;
}

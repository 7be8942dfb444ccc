import type { Aggregator } from './aggregators.ts';
import type { Expression, Query } from './ast.ts';
import { type ComputedProperty, noPolicies, type QueryPolicies } from './query-policies.ts';

/** The values of all names of a query at one row, by slot; one array per run, written over row by row. */
export type Row = unknown[];

/** A compiled expression; `undefined` is the undefined of the query language. */
export type Evaluate = (row: Row) => unknown;

/** What a query depends on besides its text and the items. */
export interface QuerySettings {
  /** Parameters by name, `@` included. */
  readonly parameters: ReadonlyMap<string, unknown>;
  /** The time, in milliseconds since the Unix epoch; the same for the whole query. */
  readonly nowMs: number;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** What the definition of the container adds. */
  readonly policies: QueryPolicies;
}

/** One query on its way to a function; lives as long as its compilation. */
export interface Compilation {
  readonly settings: QuerySettings;
  /** How many slots its rows have so far. */
  slotCount: number;
  /** Compiles a query within an expression to what lists its results; passed in, because both contain each other. */
  readonly compileSubquery: (query: Query, scope: Scope) => (row: Row) => unknown[];
}

/** An aggregate of a select list: its argument, and where its result is put. */
export interface AggregateUse {
  readonly create: () => Aggregator;
  readonly argument: Evaluate;
  readonly slot: number;
}

/** The names an expression can use. */
export interface Scope {
  readonly compilation: Compilation;
  /** Slots by name. */
  readonly names: ReadonlyMap<string, number>;
  /** Collects the aggregates; missing where none may stand. */
  readonly aggregates?: AggregateUse[] | undefined;
}

/** Slot of the item itself. */
export const rootSlot = 0;

/** Whether a name means the whole item. */
export function isRootName(name: string, { names }: Scope): boolean {
  return names.get(name) === rootSlot;
}

/** The computed property an expression names, and the scope it is to be compiled in; it sees no other ones. */
export function computedAt(
  expression: Expression,
  scope: Scope,
): { readonly property: ComputedProperty; readonly scope: Scope } | undefined {
  const { compilation } = scope;
  const { computedProperties } = compilation.settings.policies;
  if (computedProperties.size === 0 || expression.kind !== 'member' || expression.object.kind !== 'identifier') {
    return undefined;
  }
  const { object, key } = expression;
  const property =
    key.kind === 'literal' && isRootName(object.name, scope) ? computedProperties.get(String(key.value)) : undefined;
  if (property === undefined) return undefined;
  const settings = { ...compilation.settings, policies: noPolicies };
  const names = new Map([[property.root, rootSlot]]);
  return { property, scope: { compilation: { ...compilation, settings }, names } };
}

/** Takes the next free slot. */
export function allocateSlot({ compilation }: { readonly compilation: Compilation }): number {
  const slot = compilation.slotCount;
  compilation.slotCount += 1;
  return slot;
}

import type { Expression, FromSource } from './ast.ts';
import { compileExpression } from './compile-expression.ts';
import { allocateSlot, type Row, type Scope } from './scope.ts';
import { SqlProblemSignal } from './sql-problem.ts';

/** Does something with a row. */
type OnRow = (row: Row) => void;

/** Turns what happens to every combination of the sources' values into what happens to a row without them. */
export type RowSource = (onRow: OnRow) => OnRow;

/** The inputs of a query. */
export interface CompiledFrom {
  readonly rows: RowSource;
  /** The scope with the names of the inputs. */
  readonly scope: Scope;
  /** Slots of the inputs, in their order. */
  readonly slots: readonly number[];
  /** Names of the inputs, in their order. */
  readonly names: readonly (string | undefined)[];
}

/**
 * Compiles `FROM` and its joins.
 *
 * @param rootSlot  Slot of the item; in the outermost query the first name that nothing else bears means it. (default none)
 */
export function compileFrom(sources: readonly FromSource[], scope: Scope, rootSlot?: number): CompiledFrom {
  const [first, ...joined] = sources;
  let inner = first && rootSlot !== undefined ? withRootName(first, scope, rootSlot) : scope;
  let rows: RowSource = (onRow) => onRow;
  const slots: number[] = [];
  const names: (string | undefined)[] = [];
  for (const source of first === undefined ? [] : [first, ...joined]) {
    const { name, rows: own, slot } = compileSource(source, inner);
    const outer = rows;
    rows = (onRow) => outer(own(onRow));
    if (name !== undefined) inner = { ...inner, names: new Map([...inner.names, [name, slot]]) };
    slots.push(slot);
    names.push(name);
  }
  return { rows, scope: inner, slots, names };
}

function withRootName(source: FromSource, scope: Scope, rootSlot: number): Scope {
  const name = rootNameOf(source);
  return name === undefined ? scope : { ...scope, names: new Map([...scope.names, [name, rootSlot]]) };
}

function rootNameOf(source: FromSource): string | undefined {
  if (source.kind !== 'query') return rootOf(source.kind === 'path' ? source.path : source.collection);
  const [first] = source.query.from;
  return first && rootNameOf(first);
}

function rootOf(path: Expression): string | undefined {
  if (path.kind === 'member') return rootOf(path.object);
  return path.kind === 'identifier' ? path.name : undefined;
}

interface CompiledSource {
  readonly name: string | undefined;
  readonly slot: number;
  readonly rows: RowSource;
}

function compileSource(source: FromSource, scope: Scope): CompiledSource {
  if (source.kind === 'query') {
    const list = scope.compilation.compileSubquery(source.query, scope);
    const slot = allocateSlot(scope);
    const rows: RowSource = (onRow) => (row) => {
      for (const value of list(row)) {
        row[slot] = value;
        onRow(row);
      }
    };
    return { name: source.alias, slot, rows };
  }
  if (source.kind === 'each') {
    const collection = compileExpression(source.collection, scope);
    const slot = allocateSlot(scope);
    const rows: RowSource = (onRow) => (row) => {
      const values = collection(row);
      if (!Array.isArray(values)) return;
      for (const value of values) {
        row[slot] = value;
        onRow(row);
      }
    };
    return { name: source.variable, slot, rows };
  }
  const { path, alias } = source;
  const value = compileExpression(path, scope);
  const isRoot = path.kind === 'identifier';
  const slot = isRoot ? (scope.names.get(path.name) ?? 0) : allocateSlot(scope);
  const name = alias ?? lastNameOf(path);
  const rows: RowSource = isRoot
    ? (onRow) => onRow
    : (onRow) => (row) => {
        const found = value(row);
        if (found === undefined) return;
        row[slot] = found;
        onRow(row);
      };
  return { name, slot, rows };
}

/** What a path is called without an alias. */
function lastNameOf(path: Expression): string | undefined {
  if (path.kind === 'identifier') return path.name;
  if (path.kind === 'member' && path.key.kind === 'literal' && typeof path.key.value === 'string')
    return path.key.value;
  if (path.kind === 'member') return undefined;
  throw new SqlProblemSignal('SC1001', 'Syntax error, FROM takes a name, a path or a query.', { start: 0, end: 0 });
}

import { aggregators } from './aggregators.ts';
import type { CallExpression, Expression } from './ast.ts';
import { areEqual } from './compare-values.ts';
import { compileBinary } from './compile-binary.ts';
import { compileMember } from './compile-member.ts';
import { findFunction } from './functions/find-function.ts';
import { createVectorDistance } from './functions/vectors.ts';
import { compileLikePattern } from './like-pattern.ts';
import { allocateSlot, computedAt, type Evaluate, isRootName, type Row, type Scope } from './scope.ts';
import { SqlFeatureSignal, SqlProblemSignal, type TextRange } from './sql-problem.ts';
import { embeddingOf, isVectorOrder } from './vector-order.ts';

const nowhere: TextRange = { start: 0, end: 0 };

/**
 * Compiles an expression to a function of a row.
 *
 * @throws {SqlProblemSignal} for names that are unknown or used wrongly.
 * @throws {SqlFeatureSignal} for what the service can do and this emulator cannot.
 */
export function compileExpression(expression: Expression, scope: Scope): Evaluate {
  const compile = (each: Expression) => compileExpression(each, scope);
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'parameter':
    case 'identifier':
      return compileName(expression, scope);
    case 'member': {
      const computed = computedAt(expression, scope);
      if (computed !== undefined) return compileExpression(computed.property.value, computed.scope);
      return compileMember(compile(expression.object), expression.key, compile);
    }
    case 'unary':
      return compileUnary(expression.operator, compile(expression.operand));
    case 'binary':
      return compileBinary(expression, compile, scope);
    case 'conditional': {
      const [condition, whenTrue, otherwise] = [expression.condition, expression.whenTrue, expression.otherwise].map(
        compile,
      ) as [Evaluate, Evaluate, Evaluate];
      return (row) => (condition(row) === true ? whenTrue(row) : otherwise(row));
    }
    case 'between': {
      const { value, low, high } = expression;
      const from: Expression = { kind: 'binary', operator: '>=', left: value, right: low };
      const to: Expression = { kind: 'binary', operator: '<=', left: value, right: high };
      return compile({ kind: 'binary', operator: 'AND', left: from, right: to });
    }
    case 'in':
      return compileIn(compile(expression.value), expression.candidates.map(compile));
    case 'like':
      return compileLike(compile(expression.value), compile(expression.pattern), expression.escape);
    case 'call':
      return compileCall(expression, scope);
    case 'array': {
      const items = expression.items.map(compile);
      return (row) => items.map((item) => item(row)).filter((value) => value !== undefined);
    }
    case 'object':
      return compileObject(expression.properties.map(([name, value]) => [name, compile(value)]));
    case 'exists': {
      const list = scope.compilation.compileSubquery(expression.query, scope);
      return (row) => list(row).length > 0;
    }
    case 'array-of':
      return scope.compilation.compileSubquery(expression.query, scope);
    case 'subquery': {
      const list = scope.compilation.compileSubquery(expression.query, scope);
      return (row) => list(row)[0];
    }
  }
}

/** Builds an object of the defined values. */
export function compileObject(properties: readonly (readonly [string, Evaluate])[]): Evaluate {
  return (row) => {
    const object: Record<string, unknown> = {};
    for (const [name, evaluate] of properties) {
      const value = evaluate(row);
      if (value === undefined) continue;
      if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true });
      else object[name] = value;
    }
    return object;
  };
}

function compileName(
  { kind, name, range = nowhere }: Extract<Expression, { kind: 'parameter' | 'identifier' }>,
  scope: Scope,
): Evaluate {
  const { parameters } = scope.compilation.settings;
  if (kind === 'parameter' && parameters.has(name)) {
    const value = parameters.get(name);
    return () => value;
  }
  const slot = scope.names.get(name);
  if (slot === undefined) throw new SqlProblemSignal('SC2001', `Identifier '${name}' could not be resolved.`, range);
  return (row) => row[slot];
}

function compileUnary(operator: 'NOT' | '-' | '+' | '~', operand: Evaluate): Evaluate {
  if (operator === 'NOT') {
    return (row) => {
      const value = operand(row);
      return typeof value === 'boolean' ? !value : undefined;
    };
  }
  const apply = { '-': (n: number) => -n, '+': (n: number) => n, '~': (n: number) => ~n }[operator];
  return (row) => {
    const value = operand(row);
    return typeof value === 'number' ? apply(value) : undefined;
  };
}

/** True if one candidate is equal; otherwise undefined if one comparison is. */
function compileIn(value: Evaluate, candidates: readonly Evaluate[]): Evaluate {
  return (row) => {
    const wanted = value(row);
    if (wanted === undefined) return undefined;
    let outcome: boolean | undefined = false;
    for (const candidate of candidates) {
      const other = candidate(row);
      if (other === undefined) outcome = undefined;
      else if (areEqual(wanted, other)) return true;
    }
    return outcome;
  };
}

function compileLike(value: Evaluate, pattern: Evaluate, escapeCharacter: string | undefined): Evaluate {
  let lastPattern: string | undefined;
  let isLike = compileLikePattern('');
  return (row) => {
    const text = value(row);
    const wanted = pattern(row);
    if (typeof text !== 'string' || typeof wanted !== 'string') return undefined;
    if (wanted !== lastPattern) {
      isLike = compileLikePattern(wanted, escapeCharacter);
      lastPattern = wanted;
    }
    return isLike(text);
  };
}

function compileCall(call: CallExpression, scope: Scope): Evaluate {
  const { name, args, isUserDefined, range = nowhere } = call;
  const { settings } = scope.compilation;
  if (isUserDefined) throw new SqlFeatureSignal('user-defined functions');
  const create = aggregators.get(name.toUpperCase());
  if (create !== undefined) return compileAggregate(name, create, args, range, scope);

  const compiled = args.map((each) => compileExpression(each, scope));
  const embedding = isVectorOrder(call)
    ? embeddingOf(args, settings.policies.vectorEmbeddings, (root) => isRootName(root, scope))
    : undefined;
  const found = embedding === undefined ? findFunction(name, settings) : createVectorDistance(embedding);
  if (found === undefined) {
    throw new SqlProblemSignal('SC2005', `'${name}' is not a recognized built-in function name.`, range);
  }
  if (args.length < found.minArguments || args.length > found.maxArguments) {
    throw new SqlProblemSignal('SC2050', `The function '${name}' does not take ${args.length} argument(s).`, range);
  }
  return compileApplication(found.apply, compiled);
}

/** Calls without an array of arguments where they are few. */
function compileApplication(apply: (...values: unknown[]) => unknown, args: readonly Evaluate[]): Evaluate {
  const [first, second, third] = args;
  if (first === undefined) return () => apply();
  if (second === undefined) return (row) => apply(first(row));
  if (third === undefined) return (row) => apply(first(row), second(row));
  return (row: Row) => apply(...args.map((each) => each(row)));
}

function compileAggregate(
  name: string,
  create: NonNullable<ReturnType<typeof aggregators.get>>,
  [argument, ...others]: readonly Expression[],
  range: TextRange,
  scope: Scope,
): Evaluate {
  if (argument === undefined || others.length > 0) {
    throw new SqlProblemSignal('SC2050', `The function '${name}' requires 1 argument(s).`, range);
  }
  if (scope.aggregates === undefined) {
    throw new SqlProblemSignal('SC2100', `The aggregate '${name}' is not allowed here.`, range);
  }
  const slot = allocateSlot(scope);
  scope.aggregates.push({ create, argument: compileExpression(argument, { ...scope, aggregates: undefined }), slot });
  return (row) => row[slot];
}

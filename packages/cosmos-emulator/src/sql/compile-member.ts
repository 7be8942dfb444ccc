import type { Expression } from './ast.ts';
import type { Evaluate } from './scope.ts';

/**
 * Compiles the access to a property or an element.
 *
 * Items are JSON; what JavaScript adds to objects, arrays and texts is not there.
 */
export function compileMember(object: Evaluate, key: Expression, compile: (each: Expression) => Evaluate): Evaluate {
  if (key.kind === 'literal' && typeof key.value === 'string') return compileProperty(object, key.value);
  if (key.kind === 'literal' && typeof key.value === 'number') {
    const index = key.value;
    return (row) => elementOf(object(row), index);
  }
  const evaluateKey = compile(key);
  return (row) => {
    const value = object(row);
    const name = evaluateKey(row);
    return typeof name === 'string' ? ownPropertyOf(value, name) : elementOf(value, name);
  };
}

function compileProperty(object: Evaluate, name: string): Evaluate {
  if (!isPlainName(name)) return (row) => ownPropertyOf(object(row), name);
  return (row) => {
    const value = object(row);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  };
}

/** Names that no array and no prototype has can be read without a further look. */
export function isPlainName(name: string): boolean {
  return !(name in Array.prototype) && !(name in Object.prototype) && !/^\d/.test(name);
}

function ownPropertyOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name);
  return isObject ? (value as Record<string, unknown>)[name] : undefined;
}

function elementOf(value: unknown, index: unknown): unknown {
  return Array.isArray(value) && typeof index === 'number' ? value[index] : undefined;
}

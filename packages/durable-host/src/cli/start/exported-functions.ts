import type { DurableFunction } from '../../options/function-registry.ts';

const kinds: readonly unknown[] = ['orchestration', 'activity', 'entity'];

/**
 * The orchestrations, activities and entities among the exports of a module, alone or in lists, each once. Whatever else
 * a module exports is no business of the host.
 */
export function exportedFunctions(module: Readonly<Record<string, unknown>>): readonly DurableFunction[] {
  const values = Object.values(module).flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
  return [...new Set(values)].filter(isFunction);
}

function isFunction(value: unknown): value is DurableFunction {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, name } = value as Partial<Record<string, unknown>>;
  return kinds.includes(kind) && typeof name === 'string';
}

import { parseJsonPointer } from './json-pointer.ts';
import type { PatchOperation } from './patch-operation.ts';

/** A patch that does not fit the item: which operation, and why. */
export class PatchMismatch extends Error {
  override readonly name = 'PatchMismatch';
}

/**
 * The item after a patch; the item given stays as it is.
 *
 * @param item  Parsed JSON.
 * @throws {PatchMismatch} when an operation meets something it cannot be applied to.
 * @see https://learn.microsoft.com/azure/cosmos-db/partial-document-update
 */
export function applyPatch(item: unknown, operations: readonly PatchOperation[]): unknown {
  const changed: unknown = structuredClone(item);
  for (const operation of operations) applyOperation(changed, operation);
  return changed;
}

function applyOperation(item: unknown, operation: PatchOperation): void {
  const place = placeAt(item, operation.op === 'move' ? operation.from : operation.path);
  switch (operation.op) {
    case 'add':
      put(place, operation.value, 'before');
      break;
    case 'set':
      put(place, operation.value, 'instead');
      break;
    case 'replace':
      requireValue(place);
      put(place, operation.value, 'instead');
      break;
    case 'remove':
      take(place);
      break;
    case 'incr':
      if (isThere(place)) increment(place, operation.value);
      else put(place, operation.value, 'before');
      break;
    case 'move': {
      const value = take(place);
      put(placeAt(item, operation.path), value, 'before');
      break;
    }
  }
}

/** A position in an item: a property of an object, or an index of an array, which may be just behind its end. */
type Place =
  | { readonly path: string; readonly object: Record<string, unknown>; readonly name: string }
  | { readonly path: string; readonly array: unknown[]; readonly index: number };

function placeAt(item: unknown, path: string): Place {
  const names = parseJsonPointer(path) ?? [];
  let parent: unknown = item;
  for (const name of names.slice(0, -1)) parent = childOf(parent, name, path);
  const name = names.at(-1) ?? '';
  if (Array.isArray(parent)) return { path, array: parent, index: indexOf(parent, name, path) };
  if (isObject(parent)) return { path, object: parent, name };
  throw new PatchMismatch(`${path} leads through something that is neither an object nor an array.`);
}

function childOf(parent: unknown, name: string, path: string): unknown {
  if (Array.isArray(parent)) {
    const index = indexOf(parent, name, path);
    if (index < parent.length) return parent[index];
  } else if (isObject(parent) && Object.hasOwn(parent, name)) {
    return parent[name];
  }
  throw new PatchMismatch(`${path} leads through ${name}, which is not there.`);
}

function indexOf(array: readonly unknown[], name: string, path: string): number {
  if (name === '-') return array.length;
  const index = /^(?:0|[1-9]\d*)$/.test(name) ? Number(name) : Number.NaN;
  if (index <= array.length) return index;
  throw new PatchMismatch(`${path} names ${name} of an array of ${array.length} elements.`);
}

function isThere(place: Place): boolean {
  return 'array' in place ? place.index < place.array.length : Object.hasOwn(place.object, place.name);
}

function put(place: Place, value: unknown, where: 'before' | 'instead'): void {
  const copy: unknown = structuredClone(value);
  if ('array' in place) place.array.splice(place.index, where === 'before' ? 0 : 1, copy);
  else setProperty(place.object, place.name, copy);
}

function take(place: Place): unknown {
  requireValue(place);
  if ('array' in place) return place.array.splice(place.index, 1)[0];
  const value = place.object[place.name];
  delete place.object[place.name];
  return value;
}

function increment(place: Place, by: number): void {
  const value = 'array' in place ? place.array[place.index] : place.object[place.name];
  if (typeof value !== 'number') throw new PatchMismatch(`${place.path} holds no number that could be incremented.`);
  const sum = value + by;
  const integers = Number.isSafeInteger(value) && Number.isSafeInteger(by);
  if (!Number.isFinite(sum) || (integers && !Number.isSafeInteger(sum))) {
    throw new PatchMismatch(`${place.path} would become too large a number.`);
  }
  put(place, sum, 'instead');
}

/** Also for a property called `__proto__`, which an assignment would not make. */
function setProperty(object: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function requireValue(place: Place): void {
  if (!isThere(place)) throw new PatchMismatch(`Nothing is at ${place.path}.`);
}

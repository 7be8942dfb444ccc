import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { formatJsonPointer } from './json-pointer.ts';
import type { JsonPath } from './patch-specification.ts';

/** What becomes of the place an operation addresses. */
export interface Edit {
  /** The value for a place where nothing is; throws when something must be there. */
  readonly onMissing: () => unknown;
  /** The value that takes the place of what is there; `undefined` removes it. */
  readonly onExisting: (value: unknown) => unknown;
  /** Whether the value goes before an element that is there, instead of in its place. (default `false`) */
  readonly insertsElements?: boolean;
}

/** Carries out of a patch why it does not fit; never leaves `applyPatch`. */
export class PatchProblemSignal extends Error {}

/** The document with an edit at a path, all else shared with it. */
export function editAt(document: JsonObject, path: JsonPath, edit: Edit): JsonObject {
  return editObject(document, path, 0, edit);
}

function editNode(node: unknown, path: JsonPath, depth: number, edit: Edit): unknown {
  if (Array.isArray(node)) return editArray(node, path, depth, edit);
  if (isJsonObject(node)) return editObject(node, path, depth, edit);
  throw noSuchParent(path, depth);
}

function editObject(node: JsonObject, path: JsonPath, depth: number, edit: Edit): JsonObject {
  const name = path[depth] ?? '';
  const isThere = Object.hasOwn(node, name);
  if (depth < path.length - 1) {
    if (!isThere) throw noSuchParent(path, depth);
    return { ...node, [name]: editNode(node[name], path, depth + 1, edit) };
  }
  const value = isThere ? edit.onExisting(node[name]) : edit.onMissing();
  if (value !== undefined) return { ...node, [name]: value };
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== name));
}

function editArray(node: readonly unknown[], path: JsonPath, depth: number, edit: Edit): readonly unknown[] {
  const isLast = depth === path.length - 1;
  const index = indexOf(path[depth] ?? '', node.length);
  if (index === undefined || index > node.length || (index === node.length && !isLast)) {
    throw new PatchProblemSignal(`Index(${path[depth]}) to operate on is out of array bounds.`);
  }
  if (!isLast) return node.with(index, editNode(node[index], path, depth + 1, edit));
  if (index === node.length) return [...node, edit.onMissing()];
  const value = edit.onExisting(node[index]);
  if (value === undefined) return node.toSpliced(index, 1);
  return edit.insertsElements === true ? node.toSpliced(index, 0, value) : node.with(index, value);
}

/** @see https://www.rfc-editor.org/rfc/rfc6901#section-4 */
function indexOf(name: string, length: number): number | undefined {
  if (name === '-') return length;
  return /^(?:0|[1-9]\d*)$/.test(name) ? Number(name) : undefined;
}

function noSuchParent(path: JsonPath, depth: number): PatchProblemSignal {
  const parent = formatJsonPointer(path.slice(0, depth));
  return new PatchProblemSignal(
    `Given Operation can only create a child object of an existing node(array or object) and cannot create path recursively, no path found beyond: '${parent}'.`,
  );
}

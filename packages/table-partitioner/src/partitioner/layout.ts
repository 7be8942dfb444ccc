import { assertSameLayout } from './assert-same-layout.ts';
import type { Generation } from './generation.ts';
import { type ResolvedGeneration, resolveGenerations } from './resolve-generations.ts';

/** The generations a partitioner works by at one time. Replaced as a whole, never changed. */
export interface Layout {
  /** All of them, ids ascending. */
  readonly all: readonly ResolvedGeneration[];
  /** Those that are read: all but the retired, newest first. */
  readonly readable: readonly ResolvedGeneration[];
  /** The one that takes new rows. */
  readonly active: ResolvedGeneration;
}

/**
 * Checks generations and sorts them by their use.
 *
 * @throws {TypeError} as `resolveGenerations`.
 */
export function createLayout(generations: readonly Generation[]): Layout {
  const all = resolveGenerations(generations);
  const active = all.find(({ generation }) => generation.state === 'active') as ResolvedGeneration;
  const readable = all.filter(({ generation }) => generation.state !== 'retired').reverse();
  return { all, readable, active };
}

/**
 * The layout after a refresh.
 *
 * @throws {TypeError} when a generation changed what may not change, one that was read is no longer listed, or an older one
 *   became the active one.
 */
export function refreshLayout(current: Layout, generations: readonly Generation[]): Layout {
  const next = createLayout(generations);
  for (const { generation } of current.all) {
    const given = next.all.find((candidate) => candidate.generation.id === generation.id);
    if (given !== undefined) assertSameLayout(generation, given.generation);
    else if (generation.state !== 'retired') {
      throw new TypeError(`Generation ${generation.id} is ${generation.state} and now missing; retire it first.`);
    }
  }
  if (next.active.generation.id < current.active.generation.id) {
    const [was, is] = [current.active.generation.id, next.active.generation.id];
    throw new TypeError(`Generation ${was} is active; the older ${is} cannot be active again.`);
  }
  return next;
}

/**
 * A generation by its id.
 *
 * @throws {TypeError} when there is none.
 */
export function generationOf(layout: Layout, id: number): ResolvedGeneration {
  const found = layout.all.find(({ generation }) => generation.id === id);
  if (found === undefined) throw new TypeError(`There is no generation ${String(id)}.`);
  return found;
}

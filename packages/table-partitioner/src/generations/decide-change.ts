import { type KeyFormat, padded } from '../keys/key-format.ts';
import { murmur3 } from '../keys/murmur3.ts';
import type { PartitionStrategy } from '../keys/partition-strategy.ts';
import { assertSameLayout } from '../partitioner/assert-same-layout.ts';
import type { Generation } from '../partitioner/generation.ts';
import { assertGeneration, resolveGenerations } from '../partitioner/resolve-generations.ts';

/** A generation to publish: its state follows from the others. What it leaves out is stored with it all the same. */
export type NewGeneration = Omit<Generation, 'state' | 'closedAt' | 'strategy' | 'keyFormat'> & {
  /** Which partition a GUID belongs to. (default `murmur3`, even for every kind of GUID) */
  readonly strategy?: PartitionStrategy | undefined;
  /** How a partition's number is written as its key. (default `padded()`, in the order of the numbers) */
  readonly keyFormat?: KeyFormat | undefined;
};

/** What a change makes of the stored generations: those that are new, those that are different, and all of them. */
export interface GenerationsChange {
  readonly created: readonly Generation[];
  readonly changed: readonly Generation[];
  readonly all: readonly Generation[];
}

const NOTHING = { created: [], changed: [] };

/**
 * Adds a generation: the first becomes active, any other is announced.
 *
 * Published as it already is, nothing changes.
 *
 * @throws {TypeError} when it is not valid, contradicts what was published under its id, is older than another, or its table
 *   was ever another's: a name is not used twice, even after its table is dropped.
 */
export function decidePublish(stored: readonly Generation[], given: NewGeneration): GenerationsChange {
  const { strategy = murmur3, keyFormat = padded(), ...rest } = given;
  const generation: Generation = {
    ...{ ...rest, strategy, keyFormat },
    state: stored.length === 0 ? 'active' : 'announced',
  };
  assertGeneration(generation);
  const known = stored.find(({ id }) => id === generation.id);
  if (known !== undefined) {
    assertSameLayout(known, generation);
    return { ...NOTHING, all: stored };
  }
  const newest = stored.at(-1);
  if (newest !== undefined && generation.id < newest.id) {
    throw new TypeError(`Generation ${generation.id} cannot be published after ${newest.id}: ids ascend.`);
  }
  const all = [...stored, generation];
  resolveGenerations(all);
  return { created: [generation], changed: [], all };
}

/**
 * Makes an announced generation the active one; the former becomes readonly, closed at that instant.
 *
 * @throws {TypeError} when there is no such generation, or it is neither announced nor active.
 */
export function decideActivate(stored: readonly Generation[], id: number, now: Date): GenerationsChange {
  const generation = find(stored, id);
  if (generation.state === 'active') return { ...NOTHING, all: stored };
  if (generation.state !== 'announced') {
    throw new TypeError(`Generation ${id} is ${generation.state}; only an announced one becomes active.`);
  }
  const former = stored.filter(({ state }) => state === 'active');
  const passedOver = stored.find((other) => other.state === 'announced' && other.id < id);
  if (passedOver !== undefined) {
    throw new TypeError(`Generation ${passedOver.id} is announced and older than ${id}; activate or retire it first.`);
  }
  return change(stored, [
    ...former.map((other): Generation => ({ ...other, state: 'readonly', closedAt: now })),
    { ...generation, state: 'active' },
  ]);
}

/**
 * Takes a generation out of reading: one that is readonly, or announced and never used.
 *
 * @throws {TypeError} when there is no such generation, or it is active.
 */
export function decideRetire(stored: readonly Generation[], id: number, now: Date): GenerationsChange {
  const generation = find(stored, id);
  if (generation.state === 'retired') return { ...NOTHING, all: stored };
  if (generation.state === 'active') {
    throw new TypeError(`Generation ${id} is active; activate a newer one before it is retired.`);
  }
  return change(stored, [{ ...generation, state: 'retired', closedAt: now }]);
}

function find(stored: readonly Generation[], id: number): Generation {
  const generation = stored.find((candidate) => candidate.id === id);
  if (generation === undefined) throw new TypeError(`There is no generation ${String(id)}.`);
  return generation;
}

function change(stored: readonly Generation[], changed: readonly Generation[]): GenerationsChange {
  const all = stored.map((generation) => changed.find(({ id }) => id === generation.id) ?? generation);
  resolveGenerations(all);
  return { created: [], changed, all };
}

import { byteSum } from '../../src/keys/byte-sum.ts';
import { decimal } from '../../src/keys/key-format.ts';
import { createPartitioner } from '../../src/partitioner/create-partitioner.ts';
import type { Generation, GenerationState } from '../../src/partitioner/generation.ts';
import type { Partitioner } from '../../src/partitioner/partitioner.ts';
import type { PartitionerOptions } from '../../src/partitioner/partitioner-options.ts';
import { type FakeServiceOptions, FakeTableService } from './fake-table-service.ts';

export const GUID = '3479d7a2-5d1a-41a8-b8ff-4f62eb1a07bb';

/** A GUID of its own for every number. */
export function guidOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** Generations 1, 2, … of 2, 4, 8, … partitions, in tables gen1, gen2, …, in these states. */
export function generationsIn(...states: readonly GenerationState[]): readonly Generation[] {
  return states.map((state, index) => ({
    id: index + 1,
    table: `gen${index + 1}`,
    partitions: 2 ** (index + 1),
    strategy: byteSum,
    keyFormat: decimal(),
    state,
  }));
}

/** Several processes over one table service, all with the same generations unless told otherwise. */
export interface Scene {
  readonly service: FakeTableService;
  readonly generations: readonly Generation[];
  /** The partitioner of a process; its requests bear its name. */
  process(who: string, options?: Partial<PartitionerOptions>): Partitioner;
  /** Writes a row into a generation with no request. Answers its ETag. */
  put(generation: number, guid: string, properties?: object): string;
  /** Which generations hold something of a row: what it is there. */
  copies(guid: string): Record<number, Record<string, unknown>>;
}

export function sceneOf(states: readonly GenerationState[], options: FakeServiceOptions = {}): Scene {
  const service = new FakeTableService(options);
  const generations = generationsIn(...states);
  for (const { table } of generations) service.addTable(table);
  const clock = { now: () => service.nowMs, sleep: () => Promise.resolve() };
  const process = (who: string, changes: Partial<PartitionerOptions> = {}): Partitioner =>
    createPartitioner({ generations, table: (name) => service.client(name, who), clock, ...changes });
  const everything = createPartitioner({
    generations: generations.map((generation) =>
      generation.state === 'retired' ? { ...generation, state: 'readonly' } : generation,
    ),
    table: (name) => service.client(name),
  });
  const locationOf = (generation: number, guid: string) => {
    const location = everything.locate(guid).find((candidate) => candidate.generation === generation);
    if (location === undefined) throw new Error(`There is no generation ${generation}.`);
    return location;
  };
  return {
    service,
    generations,
    process,
    put(generation, guid, properties = {}) {
      const { table, partitionKey, rowKey } = locationOf(generation, guid);
      return service.put(table, partitionKey, rowKey, properties);
    },
    copies(guid) {
      const found = generations.flatMap(({ id, table }) => {
        const row = service.rows(table)[guid];
        return row === undefined ? [] : [[id, row] as const];
      });
      return Object.fromEntries(found);
    },
  };
}

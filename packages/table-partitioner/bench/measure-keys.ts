import { randomUUID } from 'node:crypto';
import { median } from '@perdura/bench';
import { byteSum, jump, murmur3, type PartitionStrategy, partitionKeyForGuid } from '@perdura/table-partitioner';
import { parse } from 'uuid';

/** Many different texts, so that nothing is answered from a cache of the processor or the engine. */
const keyCount = 200_000;
const rounds = 15;
const warmUps = 5;
/** How many times as fast as `parse` of uuid, which only reads the text, a partition key is to be derived. */
const leastRatio = 6;

/** Works on every key and answers something that depends on all of them, so that no work can be left out. */
type Contender = (keys: readonly string[]) => number;

const contenders: Readonly<Record<string, Contender>> = {
  'uuid parse': (keys) => {
    let sum = 0;
    for (const key of keys) sum += parse(key)[15] ?? 0;
    return sum;
  },
  'byteSum, 15 partitions': deriveKeys(byteSum, 15),
  'murmur3, 64 partitions': deriveKeys(murmur3, 64),
  'jump, 64 partitions': deriveKeys(jump, 64),
};

/** Partition keys by second, beside what uuid needs to read the same texts. */
export function measureKeys(): void {
  const nanoseconds = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round++) {
    // As JSON brings them: a text that was put together from parts would be made whole by whoever reads it first.
    const keys: string[] = JSON.parse(JSON.stringify(Array.from({ length: keyCount }, () => randomUUID())));
    for (const [name, work] of Object.entries(contenders)) {
      const start = process.hrtime.bigint();
      work(keys);
      const elapsed = Number(process.hrtime.bigint() - start);
      if (round >= 0) nanoseconds.get(name)?.push(elapsed / keyCount);
    }
  }

  const peer = median(nanoseconds.get('uuid parse') ?? []);
  console.log(`partitionKeyForGuid of D texts, medians of ${rounds} rounds of ${keyCount} keys`);
  for (const [name, samples] of nanoseconds) {
    const each = median(samples);
    const limit = /^(byteSum|murmur3)/.test(name) ? ` (limit ${leastRatio})` : '';
    const ratio = name === 'uuid parse' ? '' : `${(peer / each).toFixed(1)} x${limit}`;
    console.log(
      `  ${name}`.padEnd(30),
      `${(1_000 / each).toFixed(1)} M/s`.padStart(10),
      `${each.toFixed(0)} ns`.padStart(8),
      ratio,
    );
  }
}

function deriveKeys(strategy: PartitionStrategy, partitions: number): Contender {
  return (keys) => {
    let length = 0;
    for (const key of keys) length += partitionKeyForGuid(key, { partitions, strategy }).length;
    return length;
  };
}

import { FakeTable } from './fake-table.ts';

/** What a second of the account is worth, and what deleting a row costs, in request units. */
const UNITS_PER_SECOND = 2_000;
const UNITS_PER_ROW = 7;
/** https://learn.microsoft.com/azure/cosmos-db/concepts-limits and the FAQ of the API for Table. */
const MAX_BATCH_BYTES = 2 * 1024 * 1024;
const MAX_ROW_KEY_BYTES = 255;

/**
 * A table of Cosmos DB in memory, where it differs from Azure Table Storage by its documentation: rows are listed in no order of their
 * keys, more than 1,000 on a page; what goes over the throughput is answered with 429 and how long to wait; a batch has 2 MB at
 * most, a row key 255 bytes.
 */
export class CosmosFakeTable extends FakeTable {
  /** How often it was too much. */
  throttled = 0;
  readonly #clock: { now(): number };
  #second = 0;
  #spent = 0;

  constructor(tableName: string, clock: { now(): number }) {
    super(tableName);
    this.#clock = clock;
    this.pageSize = 2_500;
    this.order = (keys) => keys.toSorted((left, right) => hash(left) - hash(right));
    this.onBatch = (operations) => {
      const bytes = operations.reduce((sum, { rowKey }) => sum + 300 + encodeURIComponent(rowKey).length, 0);
      return bytes > MAX_BATCH_BYTES ? { outer: 413 } : this.#charge(operations.length * UNITS_PER_ROW);
    };
  }

  override write(...row: Parameters<FakeTable['write']>): void {
    if (Buffer.byteLength(row[1]) > MAX_ROW_KEY_BYTES) throw new RangeError('The row key has more than 255 bytes.');
    super.write(...row);
  }

  #charge(units: number): { outer: number; headers: Record<string, string> } | undefined {
    const nowMs = this.#clock.now();
    const second = Math.floor(nowMs / 1000);
    if (second !== this.#second) this.#spent = 0;
    this.#second = second;
    if (this.#spent >= UNITS_PER_SECOND) {
      this.throttled++;
      return { outer: 429, headers: { 'x-ms-retry-after-ms': String((second + 1) * 1000 - nowMs) } };
    }
    this.#spent += units;
    return undefined;
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(text)) state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  return state;
}

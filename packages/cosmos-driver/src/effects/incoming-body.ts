import { allocateBody } from './body-memory.ts';

/**
 * The body of an answer while it comes. Where its length was announced and it takes several chunks, these are written into one
 * place: kept until the end, they would outlive young collections.
 */
export class IncomingBody {
  /** How many bytes have come. */
  size = 0;
  readonly #announced: number;
  #chunks: Uint8Array[] = [];
  #whole: Uint8Array | undefined;

  /** @param announced  Its length, as the headers have it; `0` when they do not say. */
  constructor(announced: number) {
    this.#announced = announced;
  }

  /** Takes a chunk, which is the body's from now on. */
  add(chunk: Uint8Array): void {
    const at = this.size;
    this.size += chunk.byteLength;
    // Only the length of what was compressed is announced.
    if (at === 0 && this.size < this.#announced) this.#whole ??= allocateBody(this.#announced);
    if (this.#whole !== undefined && this.size <= this.#announced) this.#whole.set(chunk, at);
    else this.#take(at, chunk);
  }

  /** All that has come. A body of one chunk is that chunk. */
  bytes(): Uint8Array {
    if (this.#whole !== undefined) return this.#whole.subarray(0, this.size);
    const [first] = this.#chunks;
    if (this.#chunks.length === 1 && first !== undefined) return first;
    const bytes = allocateBody(this.size);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.byteLength;
    }
    return bytes;
  }

  #take(at: number, chunk: Uint8Array): void {
    if (this.#whole !== undefined) this.#chunks = [this.#whole.subarray(0, at)];
    this.#whole = undefined;
    this.#chunks.push(chunk);
  }
}

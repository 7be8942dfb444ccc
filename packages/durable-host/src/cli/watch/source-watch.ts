import { setTimeout as delay } from 'node:timers/promises';
import { type SourceStamp, sourceStamp } from './source-stamp.ts';

/** How often the sources are looked at. Looking works on every file system, and however an editor saves. */
const pollingIntervalMs = 200;

/** The sources of a host, as it has loaded them. */
export class SourceWatch {
  readonly #stamps = new Map<string, SourceStamp>();

  /** Takes a source in the state in which it was loaded. */
  note(file: string, stamp: SourceStamp): void {
    this.#stamps.set(file, stamp);
  }

  /** Forgets all other sources. */
  keepOnly(files: ReadonlySet<string>): void {
    for (const file of this.#stamps.keys()) if (!files.has(file)) this.#stamps.delete(file);
  }

  /** Takes every source as it is now: a host that is about to start will load it so. */
  refresh(): void {
    for (const file of this.#stamps.keys()) this.#stamps.set(file, sourceStamp(file));
  }

  /** Resolves to a source that is not what it was, once. @throws when the signal is aborted. */
  async nextChange(signal: AbortSignal): Promise<string> {
    for (;;) {
      for (const [file, stamp] of this.#stamps) {
        const present = sourceStamp(file);
        if (present === stamp) continue;
        this.#stamps.set(file, present);
        return file;
      }
      await delay(pollingIntervalMs, undefined, { signal });
    }
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextMessage, startChild } from '@perdura/bench';

/** What a hub holds in memory after so many instances. */
export interface HeapReport {
  readonly what: string;
  readonly instances: number;
  readonly megabytes: number;
}

const reports = 5;

/** Heap of the process of a hub after garbage collection: it grows neither with what has finished nor with what only waits. */
export async function growMemory(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perdura-bench-'));
  const child = startChild(new URL('./heap-of-hub.ts', import.meta.url), [join(folder, 'hub.db')], 'inherit');
  try {
    console.log('heap of the process after garbage collection');
    for (let count = 0; count < reports; count++) {
      const { what, instances, megabytes } = await nextMessage<HeapReport>(child);
      console.log(`  ${instances} ${what}`.padEnd(40), `${megabytes.toFixed(1)} MB`);
    }
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

import { relative } from 'node:path';
import type { CliContext } from '../cli-context.ts';
import { startHostProcess } from './host-process.ts';
import { sourceStamp } from './source-stamp.ts';
import { SourceWatch } from './source-watch.ts';

/** What ended a run of a host: a source that has changed, or itself, with its exit code or signal. */
type RunEnd = { readonly changed: string } | { readonly exit: number | string };

/**
 * Runs a host in a process of its own, and anew whenever a source has changed that it had loaded, so modules are always
 * loaded fresh. The next host opens the same database and goes on with what is unfinished. It takes the same port,
 * also when that was any.
 *
 * @param entry  The module with the functions, the first of the sources.
 * @param argumentsFor  The command line of a host, on the port of the last one if there was one.
 * @throws {TypeError} when the host refuses its command line.
 */
export async function watchHost(
  entry: string,
  argumentsFor: (port: number | undefined) => readonly string[],
  { program, folder, log, untilStopped }: Pick<CliContext, 'program' | 'folder' | 'log' | 'untilStopped'>,
): Promise<void> {
  const stopped = untilStopped().then(() => undefined);
  const sources = new SourceWatch();
  sources.note(entry, sourceStamp(entry));
  let port: number | undefined;

  async function runHost(): Promise<RunEnd | undefined> {
    const loaded = new Set([entry]);
    // A file may have been written in two steps, of which the first was seen.
    sources.refresh();
    const host = startHostProcess(program, argumentsFor(port), (message) => {
      if (message.kind === 'source-loaded') {
        loaded.add(message.file);
        sources.note(message.file, message.stamp);
      } else {
        port = message.port;
        // Not before: when a host fails to load, what the last one had loaded may be what is mended next.
        sources.keepOnly(loaded);
      }
    });
    const end = await untilChange(host.ended.then((exit) => ({ exit })));
    await host.stop();
    return end;
  }

  /** Waits for a change of a source, or what comes before. */
  async function untilChange(other: Promise<RunEnd | undefined>): Promise<RunEnd | undefined> {
    const looking = new AbortController();
    const change = sources.nextChange(looking.signal).then((changed) => ({ changed }));
    try {
      return await Promise.race([other, stopped, change]);
    } finally {
      // One that goes on looking would take the next change away.
      looking.abort();
    }
  }

  for (;;) {
    let end = await runHost();
    if (end !== undefined && 'exit' in end) {
      if (end.exit === 2) throw new TypeError('the host has refused its options');
      log(`The host has ended (${end.exit}). It starts again when a source changes.`);
      end = await untilChange(stopped);
    }
    if (end === undefined) return;
    if ('changed' in end) log(`Starting again: ${relative(folder, end.changed)} has changed.`);
  }
}

import { resolve } from 'node:path';
import type { DurableFunction } from '../../options/function-registry.ts';
import type { CliContext } from '../cli-context.ts';
import type { Command, CommandCall } from '../command.ts';
import { report } from '../output/report.ts';
import { reportSources } from '../watch/report-sources.ts';
import { watchHost } from '../watch/watch-host.ts';
import { watchingProcess } from '../watch/watching-process.ts';
import { hostFlags, readHostFlags } from './host-flags.ts';
import { loadFunctions } from './load-functions.ts';
import { type ServedHub, serveFunctions } from './serve-functions.ts';

/** `start`: a host that runs what a module exports. */
export const start: Command = {
  name: 'start',
  positionals: ['<module>'],
  summary: 'runs the orchestrations, activities and entities that a module exports',
  details: [
    'The module is JavaScript or TypeScript; exports may be lists of functions as well. Prints where it listens, and logs',
    'to stderr. SIGINT and SIGTERM end it in order; what is unfinished goes on with the next start.',
  ],
  flags: {
    ...hostFlags,
    watch: { help: 'starts again whenever a source changes, with the same database and port' },
    watched: { help: 'is the host that is watched', isHidden: true },
    json: { help: 'says in JSON where it listens' },
  },
  run: async (call, context) => {
    const [module = ''] = call.positionals;
    if (call.has('watch')) {
      const entry = resolve(context.folder, module);
      return watchHost(entry, (port) => watchedArguments(call, port), context);
    }
    const stopped = context.untilStopped();
    if (!call.has('watched')) return runHost(call, context, { stopped });
    const watcher = watchingProcess();
    reportSources((file, stamp) => watcher.tell({ kind: 'source-loaded', file, stamp }));
    return runHost(call, context, {
      stopped: Promise.race([stopped, watcher.stopped]),
      listening: (port) => watcher.tell({ kind: 'listening', port }),
    });
  },
};

/** The command line of the host that is watched. */
function watchedArguments(call: CommandCall, port: number | undefined): readonly string[] {
  const given = Object.keys(hostFlags).flatMap((flag) => {
    const value = flag === 'port' && port !== undefined ? String(port) : call.text(flag);
    return value === undefined ? [] : [`--${flag}=${value}`];
  });
  return ['start', ...given, ...(call.has('json') ? ['--json'] : []), '--watched', '--', ...call.positionals];
}

async function runHost(
  call: CommandCall,
  context: CliContext,
  { stopped, listening }: { readonly stopped: Promise<unknown>; readonly listening?: (port: number) => void },
): Promise<void> {
  const [module = ''] = call.positionals;
  const settings = readHostFlags(call, context);
  const functions = await Promise.race([loadFunctions(module, context), stopped.then(() => undefined)]);
  if (functions === undefined) return;
  const { database } = settings.open;
  const ready = ({ baseUrl, dashboardUrl, taskHub }: ServedHub): void => {
    listening?.(Number(new URL(baseUrl).port || 80));
    const names = functions.map(({ kind, name }) => ({ kind, name }));
    const told = { status: 'ready', baseUrl, dashboardUrl, taskHub, database, functions: names };
    const runs = `Task hub ${taskHub} in ${database} runs ${countText(functions)}.`;
    const dashboard = dashboardUrl === undefined ? '' : `\nDashboard at ${dashboardUrl}`;
    report(call, context, told, `${runs}\nListening on ${baseUrl}${dashboard}`);
  };
  await serveFunctions(functions, settings, { log: context.log, stopped, ready });
}

/** `1 orchestration and 2 activities`. */
function countText(functions: readonly DurableFunction[]): string {
  const plurals = { orchestration: 'orchestrations', activity: 'activities', entity: 'entities' };
  const counts = Object.entries(plurals).flatMap(([kind, plural]) => {
    const count = functions.filter((definition) => definition.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? kind : plural}`];
  });
  return new Intl.ListFormat('en').format(counts);
}

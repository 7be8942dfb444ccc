import type { DurableFunction } from '../../options/function-registry.ts';
import type { Command } from '../command.ts';
import { report } from '../output/report.ts';
import { hostFlags, readHostFlags } from './host-flags.ts';
import { loadFunctions } from './load-functions.ts';
import { serveFunctions } from './serve-functions.ts';

/** `start`: a host that runs what a module exports. */
export const start: Command = {
  name: 'start',
  positionals: ['<module>'],
  summary: 'runs the orchestrations, activities and entities that a module exports',
  details: [
    'The module is JavaScript or TypeScript; exports may be lists of functions as well. Prints where it listens, and logs',
    'to stderr. SIGINT and SIGTERM end it in order; what is unfinished goes on with the next start.',
  ],
  flags: { ...hostFlags, json: { help: 'says in JSON where it listens' } },
  run: async (call, context) => {
    const [module = ''] = call.positionals;
    const settings = readHostFlags(call, context.folder);
    const functions = await loadFunctions(module, context);
    const { database } = settings.open;
    await serveFunctions(functions, settings, context, ({ baseUrl, taskHub }) => {
      const names = functions.map(({ kind, name }) => ({ kind, name }));
      const told = { status: 'ready', baseUrl, taskHub, database, functions: names };
      report(
        call,
        context,
        told,
        `Task hub ${taskHub} in ${database} runs ${countText(functions)}.\nListening on ${baseUrl}`,
      );
    });
  },
};

/** `1 orchestration and 2 activities`. */
function countText(functions: readonly DurableFunction[]): string {
  const plurals = { orchestration: 'orchestrations', activity: 'activities', entity: 'entities' };
  const counts = Object.entries(plurals).flatMap(([kind, plural]) => {
    const count = functions.filter((definition) => definition.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? kind : plural}`];
  });
  return new Intl.ListFormat('en').format(counts);
}

import Module from 'node:module';
import type { Logger } from '@perdura/durable-core/engine';
import type { JsonFunction } from '../json/json-function.ts';
import { checkLogger } from '../options/check-logger.ts';
import { checkNames } from '../options/check-names.ts';
import { durableFunctionsOf } from './durable-functions-of.ts';
import { FunctionsCore } from './functions-core.ts';

/** Options of {@link loadFunctionsApp}. */
export interface LoadFunctionsAppOptions {
  /** Where `context.log` of the functions goes. (default: the global `console`) */
  readonly log?: Logger | undefined;
}

/** One per process, as there is one copy of each module that registers functions. */
let installed: FunctionsCore | undefined;

/**
 * Loads an app of the Azure Functions programming model, version 4, and answers its orchestrations, activities and entities: those
 * of `durable-functions` 3.x as they are, and what `registerWithAzureFunctions` registers. `DurableHost.open({ functions })` takes
 * them, to be run in this process.
 *
 * `@azure/functions` finds in this process what the Functions host would give it. It must not have registered anything before: load
 * what registers functions in `load`, and only there.
 *
 * @param load  Imports the modules of the app: `() => import('./app.ts')`.
 * @returns Every orchestration, activity and entity that this process has registered so far. Functions with other triggers are left
 *   out: there is no Functions host to trigger them.
 * @throws {TypeError} when an argument is malformed, or the app has registered none.
 */
export async function loadFunctionsApp(
  load: () => unknown,
  options: LoadFunctionsAppOptions = {},
): Promise<readonly JsonFunction[]> {
  if (typeof load !== 'function') {
    throw new TypeError("loadFunctionsApp takes a function that imports the app: () => import('./app.ts').");
  }
  checkNames('loadFunctionsApp', options, ['log']);
  const { log = console } = options;
  checkLogger('loadFunctionsApp', log);
  installed ??= install();
  await load();
  for (const hook of installed.hooks('appStart')) await hook({ hookData: {}, appHookData: {} });
  const functions = durableFunctionsOf(installed, log);
  if (functions.length === 0) {
    throw new TypeError(
      'loadFunctionsApp: the app has registered no orchestration, activity or entity with @azure/functions. Import it nowhere but in load.',
    );
  }
  return functions;
}

/** Has `require('@azure/functions-core')` answer as under the Node worker, which does it in the same way. */
function install(): FunctionsCore {
  const core = new FunctionsCore();
  const { prototype } = Module as unknown as { prototype: { require: (id: string) => unknown } };
  const { require } = prototype;
  prototype.require = function (id) {
    return id === '@azure/functions-core' ? core.module : Reflect.apply(require, this, [id]);
  };
  return core;
}

import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { messageOf } from '../../message-of.ts';
import { type DurableFunction, registerFunctions } from '../../options/function-registry.ts';
import type { CliContext } from '../cli-context.ts';
import { exportedFunctions } from './exported-functions.ts';

/**
 * Loads the functions that a module exports. Node removes the types of TypeScript.
 *
 * @param module  Path of the module, from the present folder.
 * @throws when there is no such file, it fails to load (where is told on `log`), or what it exports cannot be run.
 */
export async function loadFunctions(
  module: string,
  { folder, log }: Pick<CliContext, 'folder' | 'log'>,
): Promise<readonly DurableFunction[]> {
  const file = resolve(folder, module);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Error(`There is no file ${module}.`);
  const functions = exportedFunctions(await load(file, module, log));
  if (functions.length === 0) throw new Error(`${module} exports no orchestration, activity or entity.`);
  try {
    registerFunctions(functions);
  } catch (cause) {
    throw new Error(`${module}: ${messageOf(cause)}`, { cause });
  }
  return functions;
}

async function load(file: string, module: string, log: CliContext['log']): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    // With the line that is wrong, which its author needs.
    log(inspect(cause));
    throw new Error(`Could not load ${module}: ${messageOf(cause)}`, { cause });
  }
}

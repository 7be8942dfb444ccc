import { DurableHostError, type DurableHostErrorCode } from '../durable-host-error.ts';
import { messageOf } from '../message-of.ts';

/** What programs are told for the result codes of SQLite they can do something about. @see https://www.sqlite.org/rescode.html */
const explanations: ReadonlyMap<number, readonly [DurableHostErrorCode, (path: string) => string]> = new Map([
  [5, ['in-use', (path) => `Another host has '${path}' open. Close it first`]],
  [8, ['database', (path) => `'${path}' may only be read. Let this process write it`]],
  [11, ['damaged', (path) => `'${path}' is damaged. Bring back a copy of it`]],
  [13, ['disk-full', (path) => `There is no room left for '${path}'. Make some; the host goes on by itself`]],
  [
    14,
    ['database', (path) => `'${path}' cannot be opened: is it a file, in a folder that is there and may be written?`],
  ],
  [26, ['not-a-hub', (path) => `'${path}' is not a database`]],
]);

/** What a program is told when a file could not be opened, read or written. */
export function explainDatabaseError(error: unknown, path: string): DurableHostError {
  if (error instanceof DurableHostError) return error;
  const explanation = explanations.get(resultCodeOf(error) ?? -1);
  const text = messageOf(error);
  if (explanation === undefined) {
    return new DurableHostError('database', `Could not open '${path}': ${text}.`, { cause: error });
  }
  const [code, explain] = explanation;
  return new DurableHostError(code, `${explain(path)} (${text}).`, { cause: error });
}

/** The primary result code of an error of SQLite; `undefined` for any other error. */
export function resultCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return Number(error.errcode) & 0xff;
}

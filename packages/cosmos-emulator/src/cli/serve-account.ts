import { createEmulator } from '../create-emulator.ts';
import { readDataFile, writeDataFile } from './data-file.ts';
import type { ServeCommand } from './parse-arguments.ts';
import { requestLogLine } from './request-log-line.ts';

/** What a served account needs of its process. */
export interface ServeContext {
  /** Takes a line of output for programs. */
  readonly print: (line: string) => void;
  /** Takes a line for people. */
  readonly log: (line: string) => void;
  /** Is settled when the account shall close. */
  readonly stopped: Promise<unknown>;
}

/**
 * Serves an account until it is told to stop: loads its data, listens, says so, and saves at the end.
 *
 * @throws {TypeError} for wrong options.
 * @throws when the data cannot be loaded or saved, or a port is taken; then a file that was wrong is as it was.
 */
export async function serveAccount(command: ServeCommand, { print, log, stopped }: ServeContext): Promise<void> {
  const { dataFile } = command;
  const account = createEmulator({
    ...command.emulator,
    ...(command.log && { onRequest: (record) => log(requestLogLine(record)) }),
  });
  try {
    if (dataFile !== undefined) await loadData(account.importData, dataFile);
    const server = await account.listen(command.listen);
    const { endpoint, regions, certificatePem } = server;
    print(JSON.stringify({ status: 'ready', endpoint, regions, key: account.key, certificatePem }));
    await stopped;
    await server.close();
    if (dataFile !== undefined) await writeDataFile(dataFile, account.exportData());
  } finally {
    await account.close();
  }
}

async function loadData(importData: (data: never) => void, file: string): Promise<void> {
  const data = await readDataFile(file);
  try {
    // Whatever the file holds: importing checks it.
    importData(data as never);
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

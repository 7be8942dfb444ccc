import { DurableHost, type ListeningHost } from '../../durable-host.ts';
import type { DurableFunction } from '../../options/function-registry.ts';
import type { CliContext } from '../cli-context.ts';
import type { HostSettings } from './host-flags.ts';
import { logLines } from './log-lines.ts';

/** A host that is listening. */
export interface ServedHub extends ListeningHost {
  readonly taskHub: string;
}

/** What a host needs of its process. */
export interface ServeContext extends Pick<CliContext, 'log'> {
  /** Is settled when the host shall close. */
  readonly stopped: Promise<unknown>;
  /** Is told where it listens. */
  readonly ready: (hub: ServedHub) => void;
}

/**
 * Runs functions until it is told to stop, and closes in order.
 *
 * @throws {TypeError} for wrong options.
 * @throws {DurableHostError} when the database cannot be opened, or the port.
 */
export async function serveFunctions(
  functions: readonly DurableFunction[],
  { open, listen }: HostSettings,
  { log, stopped, ready }: ServeContext,
): Promise<void> {
  const host = await DurableHost.open({ ...open, functions, log: logLines(log) });
  try {
    ready({ ...(await host.listen(listen)), taskHub: host.taskHub });
    await stopped;
  } finally {
    await host.close();
  }
}

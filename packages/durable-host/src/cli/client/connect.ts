import { DurableClient } from '@perdura/durable-client';
import type { CliContext } from '../cli-context.ts';
import type { CommandCall, Flag } from '../command.ts';

/** The options of every command that talks to a running host. */
export const clientFlags: Readonly<Record<string, Flag>> = {
  url: { value: '<url>', help: 'address of the host (default $PERDURA_HOST_URL, else http://127.0.0.1:7071)' },
  'task-hub': { value: '<name>', help: "task hub to talk to (default the host's own)" },
  key: { value: '<key>', help: 'key of the host, where it wants one (default $PERDURA_HOST_KEY)' },
  json: { help: 'prints JSON, one value a line' },
};

/** Where a host listens when nobody said otherwise. */
const defaultUrl = 'http://127.0.0.1:7071';

/** A client of the host that the command line names, or else the environment. @throws {TypeError} for what is no address. */
export function connect(call: CommandCall, { environment }: Pick<CliContext, 'environment'>): DurableClient {
  const baseUrl = call.text('url') ?? (environment.PERDURA_HOST_URL || defaultUrl);
  if (!/^https?:\/\//i.test(baseUrl)) {
    throw new TypeError(`the address of a host is such as ${defaultUrl}, not '${baseUrl}'`);
  }
  return new DurableClient({
    baseUrl,
    taskHub: call.text('task-hub'),
    code: call.text('key') ?? (environment.PERDURA_HOST_KEY || undefined),
  });
}

import { resolve } from 'node:path';
import type { DurableHostOptions } from '../../options/host-options.ts';
import type { ListenOptions } from '../../options/listen-options.ts';
import type { CommandCall, Flag } from '../command.ts';
import { readWholeNumber } from '../values/read-whole-number.ts';

/** The options of a host as options of the command line. */
export const hostFlags: Readonly<Record<string, Flag>> = {
  port: { value: '<n>', help: 'port to listen on (default 7071; 0: any that is free)' },
  host: { value: '<name>', help: 'name or address to listen on (default 127.0.0.1: this machine only)' },
  database: {
    value: '<file>',
    help: "file of the hub, made when need be (default hub.db; ':memory:' keeps none)",
  },
  'task-hub': { value: '<name>', help: 'name of the task hub (default DurableFunctionsHub)' },
  durability: {
    value: '<full|normal>',
    help: 'normal is faster; a power cut may take the last moments (default full)',
  },
  'overridable-states': {
    value: '<which>',
    help: 'what a start may replace: non-running-states (default) or any-state',
  },
  'max-request-bytes': { value: '<n>', help: 'largest request body taken (default 10000000)' },
  completion: { value: '<when>', help: 'when-work-is-done or when-code-returns (default when-work-is-done)' },
};

/** What a host is opened with, and where it listens. */
export interface HostSettings {
  readonly open: Omit<DurableHostOptions, 'functions'>;
  readonly listen: ListenOptions;
}

/** Reads {@link hostFlags}. Values are checked by the host; here only what is no number. @throws {TypeError} for that. */
export function readHostFlags(call: CommandCall, folder: string): HostSettings {
  const database = call.text('database') ?? 'hub.db';
  return {
    open: {
      database: database === ':memory:' ? database : resolve(folder, database),
      taskHub: call.text('task-hub'),
      durability: call.text('durability') as DurableHostOptions['durability'],
      overridableExistingInstanceStates: call.text(
        'overridable-states',
      ) as DurableHostOptions['overridableExistingInstanceStates'],
      maxRequestBytes: readWholeNumber('max-request-bytes', call.text('max-request-bytes'), 1),
      completion: call.text('completion') as DurableHostOptions['completion'],
    },
    listen: { port: readWholeNumber('port', call.text('port')), host: call.text('host') },
  };
}

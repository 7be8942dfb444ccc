import { resolve } from 'node:path';
import type { DurableHostOptions, OverridableStates } from '../../options/host-options.ts';
import type { ListenOptions } from '../../options/listen-options.ts';
import type { CliContext } from '../cli-context.ts';
import type { CommandCall, Flag } from '../command.ts';
import { readDuration } from '../values/read-duration.ts';
import { readWholeNumber } from '../values/read-whole-number.ts';

/** The options of a host as options of the command line. */
export const hostFlags: Readonly<Record<string, Flag>> = {
  port: { value: '<n>', help: 'port to listen on (default 7071; 0: any that is free)' },
  host: { value: '<name>', help: 'name or address to listen on (default 127.0.0.1: this machine only)' },
  key: { value: '<key>', help: 'key that every request has to carry (default $PERDURA_HOST_KEY, else none)' },
  'allowed-hosts': { value: '<a,b>', help: 'names that requests may be addressed to, beside localhost' },
  'allowed-origins': { value: '<a,b>', help: 'origins of pages that may use the API from a browser' },
  database: { value: '<file>', help: "file of the hub, made when need be (default hub.db; ':memory:' keeps none)" },
  'file-check': { value: '<how>', help: 'whole-file (default) or header: how much is looked at for damage first' },
  'task-hub': { value: '<name>', help: 'name of the task hub (default DurableFunctionsHub)' },
  'keep-finished-for': { value: '<duration>', help: 'deletes instances so long after their end (default: keeps them)' },
  durability: { value: '<how>', help: 'full (default) or normal: faster; a power cut may take the last moments' },
  completion: { value: '<when>', help: 'when-work-is-done (default) or when-code-returns' },
  'overridable-states': {
    value: '<which>',
    help: 'what a start may replace: non-running-states (default) or any-state',
  },
  'no-dashboard': { help: 'serves no dashboard' },
  'max-request-bytes': { value: '<n>', help: 'largest request body taken (default 10000000)' },
};

/** What a host is opened with, and where it listens. */
export interface HostSettings {
  readonly open: Omit<DurableHostOptions, 'functions'>;
  readonly listen: ListenOptions;
}

/**
 * Reads {@link hostFlags}. Values are checked by the host; here only what is no number and no duration.
 *
 * @throws {TypeError} for those.
 */
export function readHostFlags(
  call: CommandCall,
  { folder, environment }: Pick<CliContext, 'folder' | 'environment'>,
): HostSettings {
  const database = call.text('database') ?? 'hub.db';
  return {
    open: {
      database: database === ':memory:' ? database : resolve(folder, database),
      fileCheck: oneOf<DurableHostOptions['fileCheck']>(call, 'file-check'),
      taskHub: call.text('task-hub'),
      keepFinishedForMs: readDuration('keep-finished-for', call.text('keep-finished-for')),
      durability: oneOf<DurableHostOptions['durability']>(call, 'durability'),
      completion: oneOf<DurableHostOptions['completion']>(call, 'completion'),
      overridableExistingInstanceStates: oneOf<OverridableStates>(call, 'overridable-states'),
      maxRequestBytes: readWholeNumber('max-request-bytes', call.text('max-request-bytes'), 1),
      code: call.text('key') ?? (environment.PERDURA_HOST_KEY || undefined),
      allowedOrigins: call.text('allowed-origins')?.split(','),
      dashboard: !call.has('no-dashboard'),
    },
    listen: {
      port: readWholeNumber('port', call.text('port')),
      host: call.text('host'),
      allowedHosts: call.text('allowed-hosts')?.split(','),
    },
  };
}

/** A word that the host checks. */
function oneOf<Word extends string | undefined>(call: CommandCall, flag: string): Word | undefined {
  return call.text(flag) as Word | undefined;
}

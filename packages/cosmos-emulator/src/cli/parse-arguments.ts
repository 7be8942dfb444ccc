import { parseArgs } from 'node:util';
import type { ConsistencyLevel } from '../account/consistency-level.ts';
import type { EmulatorOptions, WriteMode } from '../options/emulator-options.ts';
import type { ListenOptions } from '../serving/listen-options.ts';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage-error'; readonly message: string }
  | ServeCommand;

/** Serve an account. */
export interface ServeCommand {
  readonly kind: 'serve';
  readonly emulator: EmulatorOptions;
  readonly listen: ListenOptions;
  /** File to load and save; `undefined` keeps everything in memory. */
  readonly dataFile: string | undefined;
  /** Whether requests are logged. */
  readonly log: boolean;
}

const options = {
  port: { type: 'string', default: '8081' },
  host: { type: 'string' },
  'allow-non-loopback': { type: 'boolean' },
  tls: { type: 'boolean' },
  regions: { type: 'string' },
  'write-mode': { type: 'string' },
  consistency: { type: 'string' },
  'replication-delay': { type: 'string' },
  partitions: { type: 'string' },
  throttling: { type: 'boolean' },
  'account-name': { type: 'string' },
  key: { type: 'string' },
  data: { type: 'string' },
  log: { type: 'boolean', default: false },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

/**
 * Reads the command line.
 *
 * Values are checked where they are used, by the functions that a program would call; here only what is no number.
 */
export function parseArguments(args: readonly string[]): Command {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    if (values.help) return { kind: 'help' };
    if (values.version) return { kind: 'version' };
    const { host, tls, throttling, key, consistency, data: dataFile, log } = values;
    const delayMs = readInteger('replication-delay', values['replication-delay']);
    const emulator = {
      regions: values.regions?.split(',').map((name) => name.trim()),
      writeMode: values['write-mode'] as WriteMode | undefined,
      consistency: consistency as ConsistencyLevel | undefined,
      replication: delayMs === undefined || delayMs === 0 ? undefined : { delayMs },
      partitionsPerContainer: readInteger('partitions', values.partitions),
      accountName: values['account-name'],
      throttling,
      key,
    };
    const port = readInteger('port', values.port);
    const listen = { port, host, tls, allowNonLoopback: values['allow-non-loopback'] };
    return { kind: 'serve', emulator: given(emulator), listen: given(listen), dataFile, log };
  } catch (error) {
    return { kind: 'usage-error', message: error instanceof Error ? error.message : String(error) };
  }
}

function readInteger(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new TypeError(`--${name} must be an integer from 0 on, not ${text}.`);
  return Number(text);
}

/** The values that were given, so that the others have their defaults. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

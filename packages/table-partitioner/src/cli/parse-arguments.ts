import { parseArgs } from 'node:util';
import type { Spread } from '../distribution/tally.ts';
import { builtInStrategies, isBuiltInStrategyName } from '../keys/built-in-strategies.ts';
import type { PartitionStrategy } from '../keys/partition-strategy.ts';
import { resolvePartitioning } from '../keys/partitioning.ts';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage-error'; readonly message: string }
  | PartitionsCommand;

/** Compare spreads by real keys. */
interface PartitionsCommand {
  readonly kind: 'partitions';
  /** File of the keys; `undefined` for standard input. */
  readonly keysFile: string | undefined;
  /** Every strategy with every number of partitions. */
  readonly spreads: readonly Spread[];
  /** Entities a second at the busiest time. */
  readonly peakPerSecond: number;
  /** Whether lines that are no GUID are counted and left out. */
  readonly skipInvalid: boolean;
  /** Whether the output is for programs. */
  readonly json: boolean;
}

const options = {
  keys: { type: 'string' },
  partitions: { type: 'string', default: '16,32,64' },
  strategy: { type: 'string', default: 'murmur3,byteSum' },
  peak: { type: 'string', default: '1000' },
  'skip-invalid': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

/** Every partition has a counter. */
const MOST_PARTITIONS = 1_000_000;

/** Reads the command line. Never throws. */
export function parseArguments(args: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
    if (values.help) return { kind: 'help' };
    if (values.version) return { kind: 'version' };
    const [command, ...rest] = positionals;
    if (command !== 'partitions') {
      throw new TypeError(command === undefined ? 'There is no command.' : `There is no command "${command}".`);
    }
    if (rest.length > 0) throw new TypeError(`What is "${rest.join(' ')}"? A file of keys is named by --keys.`);
    const counts = split(values.partitions).map((text) => readNumber('partitions', text, MOST_PARTITIONS));
    const strategies = split(values.strategy).map(readStrategy);
    return {
      kind: 'partitions',
      keysFile: values.keys,
      spreads: counts.flatMap((partitions) =>
        strategies.map((strategy) => resolvePartitioning({ partitions, strategy })),
      ),
      peakPerSecond: readNumber('peak', values.peak, Number.MAX_SAFE_INTEGER),
      skipInvalid: values['skip-invalid'],
      json: values.json,
    };
  } catch (error) {
    return { kind: 'usage-error', message: error instanceof Error ? error.message : String(error) };
  }
}

/** The parts of a list, each once. */
function split(list: string): readonly string[] {
  return [...new Set(list.split(',').map((part) => part.trim()))];
}

function readNumber(name: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= most) return value;
  throw new TypeError(`--${name} takes integers from 1 to ${most}, not "${text}".`);
}

function readStrategy(name: string): PartitionStrategy {
  if (isBuiltInStrategyName(name)) return builtInStrategies[name];
  throw new TypeError(`--strategy takes ${Object.keys(builtInStrategies).join(', ')}, not "${name}".`);
}

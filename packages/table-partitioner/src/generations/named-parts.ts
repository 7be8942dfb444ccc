import { builtInStrategies, isBuiltInStrategyName } from '../keys/built-in-strategies.ts';
import type { KeyFormat } from '../keys/key-format.ts';
import type { PartitionStrategy } from '../keys/partition-strategy.ts';
import type { Generation } from '../partitioner/generation.ts';
import { keyFormatOfName } from './key-format-of-name.ts';

/** What the names in stored generations stand for. */
export interface NamedParts {
  readonly strategy: (name: string) => PartitionStrategy | undefined;
  readonly keyFormat: (name: string) => KeyFormat | undefined;
}

/**
 * Puts the strategies and key formats of the application beside those of this package.
 *
 * @throws {TypeError} when two have one name: rows would be looked for by whichever is found first.
 */
export function nameParts(strategies: readonly PartitionStrategy[], keyFormats: readonly KeyFormat[]): NamedParts {
  const strategyOf = indexByName('strategies', strategies, isBuiltInStrategyName);
  const keyFormatOf = indexByName('keyFormats', keyFormats, (name) => keyFormatOfName(name) !== undefined);
  return {
    strategy: (name) => (isBuiltInStrategyName(name) ? builtInStrategies[name] : strategyOf.get(name)),
    keyFormat: (name) => keyFormatOf.get(name) ?? keyFormatOfName(name),
  };
}

/**
 * Refuses to store a generation that could not be read again.
 *
 * @throws {TypeError} naming what is not known by its name.
 */
export function assertNamed({ id, strategy, keyFormat }: Generation, named: NamedParts): void {
  const refuse = (what: string, name: string, option: string): never => {
    throw new TypeError(
      `Generation ${id} has the ${what} ${name}, which could not be read again: give it to createGenerationStore ` +
        `as one of the ${option}, in every process.`,
    );
  };
  if (named.strategy(strategy.name) === undefined) refuse('strategy', strategy.name, 'strategies');
  if (named.keyFormat(keyFormat.name) === undefined) refuse('key format', keyFormat.name, 'keyFormats');
}

function indexByName<T extends { readonly name: string }>(
  option: string,
  parts: readonly T[],
  isTaken: (name: string) => boolean,
): ReadonlyMap<string, T> {
  const byName = new Map<string, T>();
  for (const part of parts) {
    if (byName.has(part.name) || isTaken(part.name)) {
      throw new TypeError(`The option ${option} has the name ${part.name}, which belongs to another one.`);
    }
    byName.set(part.name, part);
  }
  return byName;
}

import type { OperationDetails } from '../operation/operation-details.ts';
import { checkOptions } from '../options/check-options.ts';
import { booleanField, type OptionField, wordField } from '../options/option-field.ts';
import { checkThroughput, type Throughput } from './throughput.ts';

/** What a new database or container gets besides its properties. */
export interface CreateOptions {
  /** How much it may do. */
  readonly throughput?: Throughput | undefined;
}

/** How a throughput is replaced. */
export interface ReplaceThroughputOptions {
  /** Whether the operation ends when the change is done; else when the service has accepted it. (default `true`) */
  readonly waitForCompletion?: boolean | undefined;
}

/** How an offer is replaced. */
export interface ReplaceOfferOptions {
  /** The kind it becomes; the service chooses the number. (default: the kind stays) */
  readonly migrateTo?: Throughput['kind'] | undefined;
}

const createOptionFields: Readonly<Record<keyof CreateOptions, OptionField>> = {
  // What a throughput must be is more than one sentence: see `checkThroughput`.
  throughput: { values: 'a throughput', problem: () => undefined },
};

const replaceOptionFields: Readonly<Record<keyof ReplaceThroughputOptions, OptionField>> = {
  waitForCompletion: booleanField(),
};

const replaceOfferFields: Readonly<Record<keyof ReplaceOfferOptions, OptionField>> = {
  migrateTo: wordField(['manual', 'autoscale']),
};

/** What a create says of the throughput of what it makes; `undefined` for nothing. @throws {TypeError} */
export function describeNewThroughput(options: CreateOptions = {}): OperationDetails | undefined {
  checkOptions('options of a create', options, createOptionFields);
  if (options.throughput === undefined) return undefined;
  return { kind: 'throughput', throughput: checkThroughput(options.throughput), waitsForCompletion: false };
}

/** What the replace of a throughput says. @throws {TypeError} */
export function describeThroughput(throughput: Throughput, options: ReplaceThroughputOptions = {}): OperationDetails {
  checkOptions('options of a throughput', options, replaceOptionFields);
  const { waitForCompletion = true } = options;
  return { kind: 'throughput', throughput: checkThroughput(throughput), waitsForCompletion: waitForCompletion };
}

/** What the replace of an offer says of its kind; `undefined` for nothing. @throws {TypeError} */
export function describeOfferMigration(options: ReplaceOfferOptions = {}): OperationDetails | undefined {
  checkOptions('options of an offer', options, replaceOfferFields);
  return options.migrateTo === undefined ? undefined : { kind: 'offer-migration', to: options.migrateTo };
}

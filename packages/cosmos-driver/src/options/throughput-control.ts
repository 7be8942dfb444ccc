import { checkOptions } from './check-options.ts';
import { defaults } from './defaults.ts';
import { booleanField, type FieldsOf, integerField, type OptionField, textField, wordField } from './option-field.ts';

/** How the service treats requests when throughput is short: those of low priority are throttled first. */
export type PriorityLevel = 'High' | 'Low';

/**
 * Which share of a container's throughput operations may use, and how urgent they are. What a field leaves open comes from
 * the group of `groupName`.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/throughput-buckets
 * @see https://learn.microsoft.com/azure/cosmos-db/priority-based-execution
 */
export interface ThroughputControlOptions {
  /** A group that was registered with the driver for the operation's container. */
  readonly groupName?: string | undefined;
  /** Number of a throughput bucket that is set up for the container, 1 to 5. (default: the group's, else none) */
  readonly throughputBucket?: number | undefined;
  /** How urgent the operation is. (default: the group's, else the service's, which is `High`) */
  readonly priorityLevel?: PriorityLevel | undefined;
}

/** Throughput control that operations on one container share, by name. */
export interface ThroughputControlGroup {
  /** Its name, unique for its container. */
  readonly name: string;
  /** Id of the database. */
  readonly database: string;
  /** Id of the container. */
  readonly container: string;
  /** Number of a throughput bucket that is set up for the container, 1 to 5. (default: none) */
  readonly throughputBucket?: number | undefined;
  /** How urgent the operations of the group are. (default: the service's, which is `High`) */
  readonly priorityLevel?: PriorityLevel | undefined;
  /** Whether it is the group to be chosen for its container; at most one is. It is not applied by itself. (default `false`) */
  readonly isDefault?: boolean | undefined;
}

const nameField = (): OptionField => textField('a non-empty string', /\S/);
const bucketField = (): OptionField => integerField(1, defaults.maxThroughputBucket);
const priorityField = (): OptionField => wordField(['High', 'Low']);

/** The table of throughput control. */
export const throughputControlFields: FieldsOf<ThroughputControlOptions> = {
  groupName: nameField(),
  throughputBucket: { ...bucketField(), otherwise: 'the group’s' },
  priorityLevel: { ...priorityField(), otherwise: 'the group’s' },
};

const groupFields: FieldsOf<ThroughputControlGroup> = {
  name: nameField(),
  database: nameField(),
  container: nameField(),
  throughputBucket: bucketField(),
  priorityLevel: priorityField(),
  isDefault: booleanField(),
};

/**
 * Refuses what are no throughput control groups: one that lacks a name or a container, two of the same name for one
 * container, two defaults for one container.
 *
 * @throws {TypeError} naming the group.
 */
export function checkThroughputControlGroups(groups: unknown): asserts groups is readonly ThroughputControlGroup[] {
  if (!Array.isArray(groups)) throw new TypeError('Option "throughputControlGroups" must be an array of groups.');
  const names = new Set<string>();
  const withDefault = new Set<string>();
  for (const [index, group] of groups.entries()) {
    checkOptions(`throughput control group ${index}`, group, groupFields);
    const { name, database, container, isDefault } = group as Partial<ThroughputControlGroup>;
    if (name === undefined || database === undefined || container === undefined) {
      throw new TypeError(`The throughput control group ${index} must have name, database and container.`);
    }
    const owner = JSON.stringify([database, container]);
    const key = JSON.stringify([database, container, name]);
    const where = `of container "${container}" in database "${database}"`;
    if (names.has(key)) throw new TypeError(`There are two throughput control groups "${name}" ${where}.`);
    names.add(key);
    if (isDefault !== true) continue;
    if (withDefault.has(owner)) throw new TypeError(`There are two default throughput control groups ${where}.`);
    withDefault.add(owner);
  }
}

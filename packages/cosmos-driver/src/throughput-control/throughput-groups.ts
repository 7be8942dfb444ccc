import { checkThroughputControlGroups, type ThroughputControlGroup } from '../options/throughput-control.ts';

/** What tells a group from others. */
export type ThroughputGroupName = Pick<ThroughputControlGroup, 'database' | 'container' | 'name'>;

/** The groups of a driver. Replaced, never changed. */
export type ThroughputGroups = readonly ThroughputControlGroup[];

/** The group of this name for this container; `undefined` when there is none. */
export function findGroup(groups: ThroughputGroups, name: ThroughputGroupName): ThroughputControlGroup | undefined {
  return groups.find((group) => isNamed(group, name));
}

/**
 * The groups with one of them as it is to be from now on.
 *
 * @throws {TypeError} when it is no group, there was none of its name, or the groups would no longer go together.
 */
export function replaceGroup(groups: ThroughputGroups, replacement: ThroughputControlGroup): ThroughputGroups {
  checkThroughputControlGroups([replacement]);
  if (findGroup(groups, replacement) === undefined) {
    const { name, database, container } = replacement;
    throw new TypeError(
      `There is no throughput control group "${name}" of container "${container}" in database "${database}".`,
    );
  }
  const replaced = groups.map((group) => (isNamed(group, replacement) ? Object.freeze({ ...replacement }) : group));
  checkThroughputControlGroups(replaced);
  return Object.freeze(replaced);
}

function isNamed(group: ThroughputControlGroup, { database, container, name }: ThroughputGroupName): boolean {
  return group.name === name && group.container === container && group.database === database;
}

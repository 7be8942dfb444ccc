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
 * The groups with one more.
 *
 * @throws {TypeError} when it is no group, there is one of its name, or the groups would no longer go together.
 */
export function addGroup(groups: ThroughputGroups, group: ThroughputControlGroup): ThroughputGroups {
  checkThroughputControlGroups([group]);
  if (findGroup(groups, group) !== undefined) {
    throw new TypeError(
      `There is a throughput control group ${describeName(group)} already: replaceThroughputControlGroup(group) changes it.`,
    );
  }
  const added = [...groups, Object.freeze({ ...group })];
  checkThroughputControlGroups(added);
  return Object.freeze(added);
}

/**
 * The groups with one of them as it is to be from now on.
 *
 * @throws {TypeError} when it is no group, there was none of its name, or the groups would no longer go together.
 */
export function replaceGroup(groups: ThroughputGroups, replacement: ThroughputControlGroup): ThroughputGroups {
  checkThroughputControlGroups([replacement]);
  if (findGroup(groups, replacement) === undefined) {
    throw new TypeError(
      `There is no throughput control group ${describeName(replacement)}: registerThroughputControlGroup(group) adds it.`,
    );
  }
  const replaced = groups.map((group) => (isNamed(group, replacement) ? Object.freeze({ ...replacement }) : group));
  checkThroughputControlGroups(replaced);
  return Object.freeze(replaced);
}

function describeName({ name, database, container }: ThroughputGroupName): string {
  return `"${name}" of container "${container}" in database "${database}"`;
}

function isNamed(group: ThroughputControlGroup, { database, container, name }: ThroughputGroupName): boolean {
  return group.name === name && group.container === container && group.database === database;
}

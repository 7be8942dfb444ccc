/** How consistent reads are. @see https://learn.microsoft.com/azure/cosmos-db/consistency-levels */
export type ConsistencyLevel = 'Strong' | 'BoundedStaleness' | 'Session' | 'ConsistentPrefix' | 'Eventual';

/** All levels, the strongest first. */
export const consistencyLevels: readonly ConsistencyLevel[] = [
  'Strong',
  'BoundedStaleness',
  'Session',
  'ConsistentPrefix',
  'Eventual',
];

/** Whether a text names a consistency level. */
export function isConsistencyLevel(text: unknown): text is ConsistencyLevel {
  return (consistencyLevels as readonly unknown[]).includes(text);
}

/** Whether one level promises more than another. A request may ask for less than its account has, never for more. */
export function isStrongerThan(level: ConsistencyLevel, other: ConsistencyLevel): boolean {
  return consistencyLevels.indexOf(level) < consistencyLevels.indexOf(other);
}

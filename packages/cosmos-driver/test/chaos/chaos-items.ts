import type { AccountData } from '@perdura/cosmos-emulator';
import type { GroupState } from './group-history.ts';

/** An item as a chaos run writes it. */
export interface ChaosItem {
  readonly id: string;
  readonly group: string;
  readonly by: number;
  readonly count: number;
}

/** The items in the write region of an account. */
export function chaosItems({ databases }: AccountData): readonly ChaosItem[] {
  const items = databases.flatMap(({ containers = [] }) => containers.flatMap((each) => each.items ?? []));
  return items.map(({ id, group, by, count }) => ({ id, group, by, count }) as ChaosItem);
}

/** Those of one group. */
export function stateOfGroup(items: readonly ChaosItem[], name: string): GroupState {
  return Object.fromEntries(
    items.flatMap(({ id, group, by, count }) => (group === name ? [[id, { by, count }] as const] : [])),
  );
}

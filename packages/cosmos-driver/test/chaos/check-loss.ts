import { isDeepStrictEqual } from 'node:util';
import type { AccountData, LostWrite } from '@perdura/cosmos-emulator';
import { chaosItems } from './chaos-items.ts';

/**
 * That what is lost is exactly what had not replicated: with it, what is left is what there was.
 *
 * @throws when it is not.
 */
export function checkLoss(before: AccountData, after: AccountData, lost: readonly LostWrite[]): void {
  const items = new Map(chaosItems(after).map((item) => [`${item.group}/${item.id}`, item]));
  for (const { kind, id, resource } of lost) {
    const { group, by, count } = resource as unknown as ReturnType<typeof chaosItems>[number];
    const key = `${group}/${id}`;
    if (kind === 'delete') items.delete(key);
    else items.set(key, { id, group, by, count });
  }
  const there = new Map(chaosItems(before).map((item) => [`${item.group}/${item.id}`, item]));
  if (!isDeepStrictEqual(there, items)) {
    throw new Error(`Not what had not replicated is lost: ${JSON.stringify({ before, after, lost })}`);
  }
}

import { expect } from '@jest/globals';
import type { OpenWorkers } from './open-workers.ts';

/** Adds orders of seven customers, one after the other. */
export async function addOrders({ orders }: OpenWorkers, from: number, to: number): Promise<void> {
  for (const total of numbers(from, to)) {
    await orders.createItem({ id: String(total), customer: `c${total % 7}`, total });
  }
}

/** The numbers from one to before another. */
export function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** What was handled, by all workers, repeats too; smallest first. */
export function handledTotals({ handled }: OpenWorkers): number[] {
  return handled.flatMap(({ orders }) => orders.map(({ total }) => total)).sort((left, right) => left - right);
}

/** Every order was handled; of each customer the first time in the order of their numbers. */
export function expectAllInOrder({ handled }: OpenWorkers, count: number): void {
  const firstTimes = new Set(handled.flatMap(({ orders }) => orders.map(({ total }) => total)));
  expect(firstTimes.size).toBe(count);
  for (const customer of numbers(0, 7)) {
    const ofCustomer = [...firstTimes].filter((total) => total % 7 === customer);
    expect(ofCustomer).toEqual(ofCustomer.toSorted((left, right) => left - right));
  }
}

/** How many leases each instance has. */
export async function shares({ leases }: OpenWorkers): Promise<Record<string, number>> {
  const owners = await leases
    .query<string>("SELECT VALUE c.owner FROM c WHERE c.kind = 'lease' AND IS_DEFINED(c.owner)")
    .toArray();
  const counts: Record<string, number> = {};
  for (const owner of owners) counts[owner] = (counts[owner] ?? 0) + 1;
  return counts;
}

/** How far the leases are. */
export async function continuations({ leases }: OpenWorkers): Promise<(string | undefined)[]> {
  const found = await leases.query<{ continuation?: string }>("SELECT * FROM c WHERE c.kind = 'lease'").toArray();
  return found.map(({ continuation }) => continuation);
}

/** Lets time pass in small steps until something has come about: the driver waits by its own clock while partitions change. */
export async function realTurns({ clock }: OpenWorkers, isDone: () => boolean): Promise<void> {
  for (let turns = 0; !isDone(); turns++) {
    if (turns === 20_000) throw new Error('It does not come about.');
    await clock.advance(100);
  }
}

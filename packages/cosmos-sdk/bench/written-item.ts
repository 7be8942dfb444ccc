/** The database of the containers that are written to. */
export const databaseId = 'shop';

const lines = [1, 2, 3].map((line) => ({ line, product: `product-${line}`, quantity: line, price: 9.99 }));
const note = 'x'.repeat(700);

/** An item of 1 KB; every customer has ten. */
export interface WrittenItem {
  readonly id: string;
  readonly customerId: string;
  readonly total: number;
}

/** The item of a number. */
export function writtenItem(index: number): WrittenItem & Readonly<Record<string, unknown>> {
  const id = String(index);
  return { id, customerId: `customer-${Math.floor(index / 10)}`, total: index, status: 'open', lines, note };
}

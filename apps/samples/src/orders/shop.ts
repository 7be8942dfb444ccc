import { readFileSync } from 'node:fs';

/** Something the shop sells. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly priceCents: number;
  /** Id of the supplier that confirms every reservation. */
  readonly supplier: string;
}

/** How many of a product somebody wants. */
export interface OrderLine {
  /** Id of the product. */
  readonly product: string;
  readonly quantity: number;
}

/** What the order workflow is started with. */
export interface Order {
  /** Also the id of the workflow's instance. */
  readonly orderId: string;
  readonly customer: string;
  readonly lines: readonly OrderLine[];
  /** How long a large order waits for somebody's approval, in milliseconds. */
  readonly approvalTimeoutMs: number;
}

/** The demo's input. */
export interface Shop {
  readonly products: readonly Product[];
  readonly orders: readonly Order[];
}

/** Orders above this total wait for approval, in cents. */
export const APPROVAL_LIMIT_CENTS = 10_000;

/** Reads the shop's products and the orders of the day from shop.json. */
export function readShop(): Shop {
  return JSON.parse(readFileSync(new URL('./shop.json', import.meta.url), 'utf8'));
}

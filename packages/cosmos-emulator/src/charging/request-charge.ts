/**
 * What operations cost, in request units.
 *
 * A model, not a measurement: a point read of 1 KB costs 1, a write grows with the item and with the properties to index.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/request-units
 */

/** What the service charges for operations on databases and containers that change something. */
export const metadataWriteCharge = 4.95;

/** What it charges for those that read. */
export const metadataReadCharge = 2;

/** What a write costs that fails on a conflict or precondition. */
export const refusedWriteCharge = 1.24;

/** What a read costs that finds nothing or nothing new. */
export const emptyReadCharge = 1;

const createBase = 5.8;
const perIndexedProperty = 0.3;
const changeFactor = 1.5;

/** A point read. */
export function readCharge(bytes: number): number {
  return sizeBucket(bytes);
}

/** A create, of an item with so many properties. */
export function createCharge(bytes: number, properties: number): number {
  return round(createBase * sizeBucket(bytes) + perIndexedProperty * properties);
}

/** A replace or delete. */
export function changeCharge(bytes: number, properties: number): number {
  return round(changeFactor * createCharge(bytes, properties));
}

/** A page of a feed: as many point reads of 1 KB as it has kilobytes, at least one. */
export function feedCharge(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

/** A page of a query: looking into the index, then its results. */
export function queryCharge(resultBytes: number): number {
  return round(queryBase + (perResultKilobyte * resultBytes) / 1024);
}

const queryBase = 2.8;
const perResultKilobyte = 0.05;

/** Kilobytes, rounded up to the next power of two. */
function sizeBucket(bytes: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, Math.ceil(bytes / 1024))));
}

function round(charge: number): number {
  return Math.round(charge * 100) / 100;
}

import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { readFeedPage } from './read-feed-page.ts';

/** Some rows of a page. */
export interface Portion {
  readonly rows: readonly unknown[];
  /** Where in the body the next portion begins; `undefined`: these are the page's last rows. */
  readonly next: number | undefined;
}

/**
 * Least size of a portion, in bytes. Whole pages of many partitions side by side outlive young collections, rows and texts alike,
 * and cost more to collect than to parse; smaller portions cost more calls. Texts of more than 128 kB are large objects to V8.
 */
const portionBytes = 65_536;

const decoder = new TextDecoder();
/** How a page begins, as the service writes it, up to its first row. */
const pageStart = /^\{(?:"_rid":"[^"\\]*",)?"Documents":\[(?=\{)/;
/** How a row of an ordered query begins that is not the first: inside of a string its quotes would have backslashes. */
const rowStart = [...',{"_rid":"'].map((char) => char.charCodeAt(0)) as [number, ...number[]];

/**
 * Reads some rows of an ordered query's page: between two that begin as the service writes them. Where that is not the beginning
 * of a row, but something inside of one, the brackets of what is read do not match, and the rest of the page is read at once.
 *
 * @param bytes  The page's body, JSON in UTF-8.
 * @param from  Where the portion begins, as the one before it says. (default: the page's first)
 * @throws {SyntaxError} when it is not JSON, or no page.
 */
export function readPortion(operation: CosmosOperation, bytes: Uint8Array, from?: number): Portion {
  const start = from ?? firstRow(bytes);
  const end = start === undefined ? -1 : commaBeforeRow(bytes, start + portionBytes);
  const rows = end === -1 ? undefined : rowsBetween(bytes, start, end);
  return rows === undefined ? { rows: readRest(operation, bytes, from), next: undefined } : { rows, next: end + 1 };
}

function readRest(operation: CosmosOperation, bytes: Uint8Array, from: number | undefined): readonly unknown[] {
  if (from === undefined) return readFeedPage(operation, bytes);
  const page: { readonly Documents: readonly unknown[] } = JSON.parse(
    `{"Documents":[${decoder.decode(bytes.subarray(from))}`,
  );
  return page.Documents;
}

function rowsBetween(bytes: Uint8Array, start: number | undefined, end: number): readonly unknown[] | undefined {
  try {
    return JSON.parse(`[${decoder.decode(bytes.subarray(start, end))}]`);
  } catch {
    return undefined;
  }
}

function firstRow(bytes: Uint8Array): number | undefined {
  return pageStart.exec(decoder.decode(bytes.subarray(0, 128)))?.[0].length;
}

/** The first place from `from` on where a row begins behind a comma; `-1`: there is none. */
function commaBeforeRow(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(rowStart[0], from);
  while (at !== -1 && !rowStart.every((byte, index) => bytes[at + index] === byte))
    at = bytes.indexOf(rowStart[0], at + 1);
  return at;
}

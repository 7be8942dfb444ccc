import type { CliContext } from '../cli-context.ts';
import type { CommandCall } from '../command.ts';
import { columnWidths, formatTable } from './format-table.ts';

/** How to print a list that comes in pages. */
export interface PageFormat<Item> {
  readonly heading: readonly string[];
  readonly rowOf: (item: Item) => readonly string[];
  /** What to tell people when the list is empty. */
  readonly none: string;
  /** Most items to print. (default: all) */
  readonly limit?: number | undefined;
}

/**
 * Prints each page as it comes: for people as a table whose columns only get wider, for programs one line of JSON for each
 * item. No page is asked for that is not printed.
 */
export async function printPages<Item>(
  pages: AsyncIterable<readonly Item[]>,
  { heading, rowOf, none, limit = Number.POSITIVE_INFINITY }: PageFormat<Item>,
  call: CommandCall,
  { print, log }: Pick<CliContext, 'print' | 'log'>,
): Promise<void> {
  const isJson = call.has('json');
  let count = 0;
  let widths = columnWidths([heading]);
  for await (const page of pages) {
    const items = page.slice(0, limit - count);
    if (isJson) for (const item of items) print(JSON.stringify(item));
    else if (items.length > 0) {
      const rows = items.map(rowOf);
      widths = columnWidths(rows, widths);
      for (const line of formatTable(count === 0 ? [heading, ...rows] : rows, widths)) print(line);
    }
    count += items.length;
    if (count === limit) break;
  }
  if (count === 0 && !isJson) log(none);
}

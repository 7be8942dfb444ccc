/** String literals, quoted names and comments, in which `FROM` is just text. */
const literals = /'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|--[^\n]*|\/\*[\s\S]*?\*\//g;

/**
 * Whether a query takes its rows from items. Without FROM there is one row, however many partitions there are, so one of
 * them is asked.
 *
 * @param query  Its text.
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/from
 */
export function hasSource(query: string): boolean {
  return /\bFROM\b/i.test(query.replace(literals, ' '));
}

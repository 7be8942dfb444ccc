/** Where a partition's query has room for the condition with which it goes on. */
const placeholder = '{documentdb-formattableorderbyquery-filter}';

/** String literals and comments, in which the placeholder is just text; then the placeholder itself. */
const parts =
  /'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|--[^\n]*|\/\*[\s\S]*?\*\/|\{documentdb-formattableorderbyquery-filter\}/g;

/**
 * A partition's query with a condition in the place that the plan leaves for it.
 *
 * @param query  The rewritten query of a plan.
 * @param condition  In SQL; `true` for none.
 */
export function fillFilter(query: string, condition: string): string {
  return query.replace(parts, (part) => (part === placeholder ? condition : part));
}

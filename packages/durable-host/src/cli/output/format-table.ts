/**
 * Sets rows in columns, two spaces apart. The last column is as long as its text.
 *
 * @param widths  The least width of each column, as {@link columnWidths} answers it. (default: that of these rows)
 */
export function formatTable(
  rows: readonly (readonly string[])[],
  widths: readonly number[] = columnWidths(rows),
): readonly string[] {
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** How wide columns have to be for these rows. @param least  How wide they are anyway. (default: not at all) */
export function columnWidths(rows: readonly (readonly string[])[], least: readonly number[] = []): readonly number[] {
  const count = Math.max(least.length, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), least[column] ?? 0),
  );
}

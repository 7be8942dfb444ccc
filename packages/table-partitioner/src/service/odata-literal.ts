/** An OData string literal: quotes inside it are doubled. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

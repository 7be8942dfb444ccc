/** A number as people read it: whole, with a comma before every three digits. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

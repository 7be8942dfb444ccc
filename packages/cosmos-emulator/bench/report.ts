/** Prints a figure, and beside it a ratio with its limit. */
export function report(what: string, figure: string, ratio?: number, limit?: number): void {
  const compared = ratio === undefined ? '' : `${ratio.toFixed(2)} x${limit === undefined ? '' : ` (limit ${limit})`}`;
  console.log(`${what.padEnd(44)} ${figure.padStart(22)}   ${compared}`);
}

/** Is told what will work badly, in one sentence. */
export type OnWarning = (warning: string) => void;

/** Warnings by whom they were told; whoever is gone is forgotten. */
const told = new WeakMap<OnWarning, Set<string>>();

/** Tells a warning to someone who has not heard it yet. */
export function warnOnce(onWarning: OnWarning, warning: string): void {
  const heard = told.get(onWarning) ?? new Set();
  if (heard.has(warning)) return;
  told.set(onWarning, heard.add(warning));
  onWarning(warning);
}

/** Warnings of the process, which Node prints to standard error. */
export const warnProcess: OnWarning = (warning) => process.emitWarning(warning, { code: 'PERDURA_UNEVEN_PARTITIONS' });

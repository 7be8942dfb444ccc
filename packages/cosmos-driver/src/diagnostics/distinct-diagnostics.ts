import type { CosmosDiagnostics } from './cosmos-diagnostics.ts';

/**
 * Each of the diagnostics once, where it was told of last: an answer that cannot be used is told of when it comes, and is on the error
 * made of it as well.
 */
export function distinctDiagnostics(diagnostics: readonly CosmosDiagnostics[]): CosmosDiagnostics[] {
  const byFirstAttempt = new Map<object, CosmosDiagnostics>();
  for (const each of diagnostics) {
    const [key = each] = each.requests;
    byFirstAttempt.delete(key);
    byFirstAttempt.set(key, each);
  }
  return [...byFirstAttempt.values()];
}

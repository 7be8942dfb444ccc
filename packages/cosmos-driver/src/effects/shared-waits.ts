import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';

/** What one operation waits for that others wait for too. */
export interface SharedWaits {
  /** Waits for shared work. */
  on<T>(work: Promise<T>): Promise<T>;
  /** What is waited for now, for an operation that is stopped so. */
  tell(outcome: InterruptedOutcome): readonly CosmosDiagnostics[];
}

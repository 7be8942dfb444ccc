import type { AccountStore } from '../account/account-store.ts';
import type { SignatureChecker } from '../authorization/signature-checker.ts';
import type { Fault } from '../faults/fault.ts';

/**
 * One running account.
 *
 * Owned by `createEmulator`; the transports read it, and only the control functions change it.
 */
export interface Emulation {
  /** What the account holds. */
  readonly store: AccountStore;
  /** Checks signatures with the account's key. */
  readonly checkSignature: SignatureChecker;
  /** What goes wrong now, the first that is about a request first. */
  faults: readonly Fault[];
  /** Aborted when the account closes: from then on nothing answers any more. */
  readonly closing: AbortController;
}

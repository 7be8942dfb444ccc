import type { AccountStore } from '../account/account-store.ts';
import type { SignatureChecker } from '../authorization/signature-checker.ts';
import type { RegionFailure } from '../faults/region-failure.ts';

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
  /** Regions that fail now, by key, and how. */
  readonly failures: Map<string, RegionFailure>;
  /** Once closed, nothing answers any more. */
  isClosed: boolean;
}

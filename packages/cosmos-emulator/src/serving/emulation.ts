import type { AccountStore } from '../account/account-store.ts';
import type { AadOptions } from '../authorization/aad-options.ts';
import type { ResourceGrant } from '../authorization/resource-grant.ts';
import type { SignatureChecker } from '../authorization/signature-checker.ts';
import type { Fault } from '../faults/fault.ts';
import type { RequestObserver } from './request-record.ts';

/**
 * One running account.
 *
 * Owned by `createEmulator`; the transports read it, and only the control functions change it.
 */
export interface Emulation {
  /** What the account holds. */
  readonly store: AccountStore;
  /** Checks signatures with the account's key, and resource tokens. */
  readonly checkSignature: SignatureChecker;
  /** What each resource token that was issued allows, until it has expired. */
  readonly resourceTokens: Map<string, ResourceGrant>;
  /** Who validates tokens of Microsoft Entra ID; `undefined` refuses them all. */
  readonly aad: AadOptions | undefined;
  /** Told of every request that was served. */
  readonly onRequest: RequestObserver | undefined;
  /** What goes wrong now, the first that is about a request first. */
  faults: readonly Fault[];
  /** Aborted when the account closes: from then on nothing answers any more. */
  readonly closing: AbortController;
}

import type { FaultRule } from '../faults/fault-rule.ts';
import type { RegionFailure } from '../faults/region-failure.ts';

/** What goes wrong on demand. */
export interface FaultControl {
  /**
   * Makes a region fail, in process and over HTTP, until it is restored or told to fail otherwise.
   *
   * The account document goes on listing the region. Resolves when the failure is in force. It goes before all faults of `injectFault`.
   *
   * @param name  A region of the account, such as `East US`.
   * @throws {TypeError} for a region the account does not have, or a failure that is none.
   */
  failRegion(name: string, failure: RegionFailure): Promise<void>;
  /**
   * Ends a region's failure; nothing happens when it has none. Resolves when the region can be reached.
   *
   * @throws {TypeError} for a region the account does not have.
   * @throws {EmulatorError} `port-unavailable` when somebody has taken the region's port meanwhile.
   */
  restoreRegion(name: string): Promise<void>;
  /**
   * Makes some requests go wrong, until the fault is removed. A request meets the first fault, in their order, that is about it.
   *
   * @throws {TypeError} for a region the account does not have, or a rule that is none.
   */
  injectFault(rule: FaultRule): Promise<InjectedFault>;
  /**
   * Lets the next read of an item in a region be answered with 404/1002, as if the region lagged behind the client's session.
   *
   * @throws {TypeError} for a region the account does not have, or an option that is wrong.
   */
  forceSessionNotAvailable(name: string, options?: SessionNotAvailableOptions): Promise<InjectedFault>;
}

/** A fault in force. */
export interface InjectedFault {
  /** How many requests it has struck. */
  readonly hitCount: number;
  /** Ends it; does nothing the second time. */
  remove(): Promise<void>;
}

/** Which reads find no session. */
export interface SessionNotAvailableOptions {
  /** Id of a container. (default any) */
  readonly container?: string;
  /** How many reads. (default `1`) */
  readonly times?: number;
}

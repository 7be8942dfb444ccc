import type { LostWrite } from '../regions/lost-write.ts';

/** What the operator of an account does with its regions, and how data gets from one to another. */
export interface RegionControl {
  /**
   * Adds a region and fills it from the write region. While that takes, the account does not show it and it answers 403/1008.
   *
   * Running servers open a port for it. Session tokens get a new version.
   *
   * @param name  As Azure writes it, such as `North Europe`.
   * @throws {TypeError} for a region the account has, or a name or option that is wrong.
   * @throws {EmulatorError} `port-unavailable`.
   */
  addRegion(name: string, options?: AddRegionOptions): Promise<void>;
  /**
   * Makes a region refuse everything with 403/1008 while the account still shows it, as happens before a region is gone.
   *
   * @throws {TypeError} for a region the account does not have, its last one, or the only one that writes.
   */
  beginRegionRemoval(name: string): Promise<void>;
  /**
   * Lets a region serve again that `beginRegionRemoval` made refuse. It has all that was written meanwhile.
   *
   * @throws {TypeError} for a region the account does not have, or that is not being removed.
   */
  cancelRegionRemoval(name: string): Promise<void>;
  /**
   * Takes a region out of the account. Clients that still ask it get 403/1008; session tokens get a new version.
   *
   * @throws {TypeError} as `beginRegionRemoval`, which need not come first.
   */
  removeRegion(name: string): Promise<void>;
  /**
   * Makes another region the write region, once it has all that was written: a failover without loss.
   *
   * @throws {TypeError} for a region the account does not have, or that does not serve.
   */
  setWriteRegion(name: string): Promise<void>;
  /**
   * Makes another region the write region as it is, because the present one is gone: an unplanned failover. What has not reached it
   * is lost, and every region has from then on what it has.
   *
   * Session tokens get a new version. Reads with an earlier one that has seen what is lost are answered 404/1002 in every region,
   * until the client has a later one, as its next write gets it.
   *
   * @returns What is lost, in the order in which it was written.
   * @throws {TypeError} for a region the account does not have, that does not serve, or that writes already, and where several
   * regions write.
   */
  forceFailover(name: string): Promise<readonly LostWrite[]>;
  /**
   * Holds back what other regions write, from one region or from all.
   *
   * @throws {TypeError} for a region the account does not have.
   */
  pauseReplication(name?: string): Promise<void>;
  /**
   * Ends `pauseReplication`; what is due arrives at once.
   *
   * @throws {TypeError} for a region the account does not have.
   */
  resumeReplication(name?: string): Promise<void>;
  /**
   * Delivers what is on its way to one region or to all, be it late or held back. A pause stays in force for later writes.
   *
   * @throws {TypeError} for a region the account does not have.
   */
  drainReplication(name?: string): Promise<void>;
}

/** How a region is added. */
export interface AddRegionOptions {
  /** How long filling it takes, in milliseconds of the account's clock. (default `0`) */
  readonly seedingMs?: number;
}

/** An item that the soak writes: the next one of its customer. */
export interface Numbered {
  id: string;
  customer: string;
  sequence: number;
}

/** What an instance in a process of its own is told. */
export interface InstanceOrders {
  readonly endpoint: string;
  readonly key: string;
  readonly instanceName: string;
  /** Where it notes what it has handled. */
  readonly notesPath: string;
  /** How long it takes to handle a page, in milliseconds. */
  readonly workMs: number;
  readonly leaseExpirationMs: number;
  readonly leaseRenewIntervalMs: number;
  readonly leaseAcquireIntervalMs: number;
  readonly pollIntervalMs: number;
}

/** A page as an instance notes it. */
export interface NotedPage {
  /** When it was handled, in nanoseconds of a clock that all processes of the machine share. */
  readonly atNs: string;
  /** Customer and sequence of each change. */
  readonly changes: readonly (readonly [customer: string, sequence: number])[];
}
